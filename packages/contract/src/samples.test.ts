import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parseMessage } from './parse.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const samples = (folder: string) => readdirSync(path.join(root, 'samples', folder)).sort();

/** What is logged of each bad sample; a sample without a line here fails. */
const DETAILS: Record<string, string> = {
  'attribute-is-a-number.json': 'schema:data.attributes',
  'attribute-named-like-an-address.json': 'schema:data.attributes',
  'body-is-a-list.json': 'schema:specversion',
  'body-is-null.json': 'schema:body',
  'client-metadata-is-nested.json': 'schema:data.clientMetadata',
  'confirmed-at-is-a-day.json': 'schema:data.confirmedAt',
  'confirmed-with-id-of-password-reset.json': 'schema:id',
  'data-is-text.json': 'schema:data',
  'email-is-a-list.json': 'schema:data.email',
  'email-is-null.json': 'schema:data.email',
  'email-verified-is-text.json': 'schema:data.emailVerified',
  'even-if-stale-is-text.json': 'schema:evenifstale',
  'id-of-another-subject.json': 'schema:id',
  'id-of-unknown-kind.json': 'schema:id',
  'id-without-kind.json': 'schema:id',
  'name-too-long.json': 'schema:data.name',
  'no-data-attributes.json': 'schema:data.attributes',
  'no-data-cause.json': 'schema:data.cause',
  'no-data-clientMetadata.json': 'schema:data.clientMetadata',
  'no-data.json': 'schema:data',
  'no-datacontenttype.json': 'schema:datacontenttype',
  'no-id.json': 'schema:id',
  'no-replays.json': 'schema:replays',
  'no-source.json': 'schema:source',
  'no-specversion.json': 'schema:specversion',
  'no-subject.json': 'schema:subject',
  'no-time.json': 'schema:time',
  'no-type.json': 'schema:type',
  'other-specversion.json': 'schema:specversion',
  'password-reset-with-id-of-confirmed.json': 'schema:id',
  'replays-negative.json': 'schema:replays',
  'replays-not-whole.json': 'schema:replays',
  'replays-without-bound.json': 'schema:replays',
  'source-with-fourth-part.json': 'schema:source',
  'source-without-pool.json': 'schema:source',
  'subject-too-long.json': 'schema:id',
  'subject-with-slash.json': 'schema:id',
  'time-is-no-time.json': 'schema:time',
  'time-not-in-utc.json': 'schema:time',
  'time-with-hour-offset.json': 'schema:time',
  'time-without-zone.json': 'schema:time',
  'traceparent-of-another-version.json': 'schema:traceparent',
  'type-is-an-object.json': 'schema:type',
  'unknown-cause.json': 'schema:data.cause',
  'unknown-effect.json': 'schema:data.effects',
  'unknown-type.json': 'schema:type',
};

/** Rules between two fields: JSON Schema cannot say them, so its readers must check the ids themselves. */
const BEYOND_JSON_SCHEMA = [
  'confirmed-with-id-of-password-reset.json',
  'id-of-another-subject.json',
  'password-reset-with-id-of-confirmed.json',
];

// ajv-formats is CommonJS: its types name the function `default`, Node gives it both ways.
const ajv = addFormats.default(new Ajv2020({ allErrors: true }));
const matchesSchema = ajv.compile(JSON.parse(read('schema/message.v1.json')));

describe('good samples', () => {
  it.each(samples('valid'))('%s is read, and matches the JSON Schema', (file) => {
    const body = read(`samples/valid/${file}`);
    expect(parseMessage(body)).toMatchObject({ kind: 'message' });
    expect(matchesSchema(JSON.parse(body))).toBe(true);
  });
});

describe('bad samples', () => {
  it('have one expectation each', () => {
    expect(samples('invalid')).toEqual(Object.keys(DETAILS).sort());
  });

  it.each(samples('invalid'))('%s is poison, named by field and never by value', (file) => {
    expect(parseMessage(read(`samples/invalid/${file}`))).toEqual({ kind: 'poison', detail: DETAILS[file] });
  });

  it.each(samples('invalid'))('%s is refused by the JSON Schema as far as one can say it', (file) => {
    expect(matchesSchema(JSON.parse(read(`samples/invalid/${file}`)))).toBe(BEYOND_JSON_SCHEMA.includes(file));
  });
});
