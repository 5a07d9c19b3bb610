import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WORKERS } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { serviceArtefacts } from '../paths.ts';
import { askedFor } from './asked-for.builder.ts';
import { savedQueries } from './questions.ts';

/** What CloudWatch itself makes of a log event: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html. */
const OF_CLOUDWATCH = [
  ...['@timestamp', '@message', '@log'],
  // Of Lambda's REPORT lines.
  ...['@type', '@requestId', '@duration', '@initDuration', '@maxMemoryUsed'],
];

const artefact = (service: string) => readFile(path.join(serviceArtefacts(service), 'index.mjs'), 'utf8');

describe.each(savedQueries(WORKERS))('the saved query "$name"', ({ query, services }) => {
  it('asks for what CloudWatch knows of each line, or for what these services log', async () => {
    const { fields, values } = askedFor(query);
    expect(fields.length).toBeGreaterThan(0);
    const bundles = (await Promise.all(services.map(artefact))).join('\n');
    const own = fields.filter((field) => !field.startsWith('@'));
    expect(fields.filter((field) => field.startsWith('@') && !OF_CLOUDWATCH.includes(field))).toEqual([]);
    expect(own.filter((field) => !new RegExp(`\\b${field}\\b`).test(bundles))).toEqual([]);
    // In quotes where it is logged; in the catalogue it is a key.
    const codes = values.filter((value) => /^[A-Z]+_[A-Z_]+$/.test(value));
    expect(codes.filter((code) => !bundles.includes(`"${code}"`))).toEqual([]);
  });

  it('is bounded, or sums up', () => {
    expect(query).toMatch(/\| (limit \d+$|stats )/);
  });
});

it('names are short enough for CloudWatch, and each is one', () => {
  const names = savedQueries(WORKERS).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z ]{1,60}$/);
});

describe('what a query asks for', () => {
  it('is found in every command, without comments, names of results and texts', () => {
    const query = `# a comment of words
fields @timestamp, code | filter sub = "SUB" and code in ["A_B", "C_D"] | filter ispresent(failure)
| stats count(*) as letters, pct(@initDuration, 99) as p99 by reason | sort letters desc | limit 5`;
    expect(askedFor(query).fields.sort()).toEqual(['@initDuration', '@timestamp', 'code', 'failure', 'reason', 'sub']);
    expect(askedFor(query).values).toEqual(['SUB', 'A_B', 'C_D']);
  });
});
