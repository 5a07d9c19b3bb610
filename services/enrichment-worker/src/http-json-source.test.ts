import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { httpJsonSource, pathFor } from './http-json-source.ts';
import { failed, type JsonAnswer } from './source.ts';

const QUERY = { sub: 'sub-1', email: 'ada@example.com' };

const source = (absent: 'retry' | 'no-data' = 'retry', path = '/people/{sub}') =>
  httpJsonSource({
    name: 'crm',
    required: true,
    path,
    timeoutMilliseconds: 1000,
    schema: v.object({ sub: v.string(), value: v.any(), version: v.number() }),
    map: ({ value, version }) => ({ version, data: { value } }),
    absent,
  });

const fetch = (answer: unknown, { absent, query = QUERY }: { absent?: 'no-data'; query?: { sub: string } } = {}) =>
  source(absent).fetch(query, { getJson: async () => answer as JsonAnswer });
const json = (value: unknown) => ({ kind: 'json', value });

describe('HTTP JSON source', () => {
  it('maps an answer and keeps nothing else of it', async () => {
    const answer = json({ sub: 'sub-1', value: 'x', version: 3, secret: 1 });
    expect(await fetch(answer)).toEqual({ kind: 'ok', version: 3, data: { value: 'x' } });
  });

  it.each([
    ['another user', { sub: 'sub-2', value: 1, version: 1 }, 'other-user'],
    ['a missing field', { value: 1, version: 1 }, 'schema:sub'],
    ['no object', 'text', 'schema:body'],
    ['a version that is no count', { sub: 'sub-1', value: 1, version: 1.5 }, 'version'],
    ['a negative version', { sub: 'sub-1', value: 1, version: -1 }, 'version'],
    ['too much data', { sub: 'sub-1', value: 'x'.repeat(20_000), version: 1 }, 'size'],
    ['data too deep', { sub: 'sub-1', value: JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`), version: 1 }, 'depth'],
    ['a number that DynamoDB does not keep', { sub: 'sub-1', value: { deep: [1e300] }, version: 1 }, 'number'],
  ])('refuses %s', async (_, value, detail) => {
    expect(await fetch(json(value))).toEqual(failed('invalid', detail));
  });

  it('passes failures on', async () => {
    expect(await fetch(failed('throttled', 'status-429', 7))).toEqual(failed('throttled', 'status-429', 7));
  });

  it('reads "not found" as the declaration says', async () => {
    const missing = failed('absent', 'status-404');
    expect(await fetch(missing)).toEqual(missing);
    expect(await fetch(missing, { absent: 'no-data' })).toEqual({ kind: 'ok', version: 0, data: {} });
  });

  it('does not ask by address for a user without one', async () => {
    const getJson = () => Promise.reject(new Error('asked'));
    const byEmail = source('retry', '/people?email={email}');
    expect(await byEmail.fetch({ sub: 'sub-1' }, { getJson })).toEqual(failed('absent', 'no-email'));
  });
});

describe('path of a source', () => {
  it('encodes what it puts in, once', () => {
    const path = pathFor('/p/{sub}?e={email}', { sub: 'a/../b', email: '{sub}&x=#?ü\ud800' });
    expect(path).toBe('/p/a%2F..%2Fb?e=%7Bsub%7D%26x%3D%23%3F%C3%BC%EF%BF%BD');
  });
});
