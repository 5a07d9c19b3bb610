import { CONFIRMED, confirmedId, type Message } from '@postconfirm/contract';
import { createMemoryUserRecords } from '@postconfirm/ledger/memory';
import { backoffSeconds } from '@postconfirm/runtime';
import { expect, it } from 'vitest';
import { createEnrich } from './enrich.ts';
import { failed, type Source } from './source.ts';

const SUB = '7f6c1a52-0000-4000-8000-000000000001';
const KEY = { pool: 'eu-central-1_Abc', sub: SUB };
const START = Date.parse('2026-11-22T10:00:00.000Z');
const HOUR_MS = 3_600_000;
const BACKOFF = { baseSeconds: 60, capSeconds: 14_400 };

const message = (changes: Partial<Message> = {}): Message => ({
  specversion: '1.0',
  id: confirmedId(SUB),
  source: `cognito:eu-central-1:${KEY.pool}`,
  type: CONFIRMED,
  subject: SUB,
  time: new Date(START).toISOString(),
  datacontenttype: 'application/json',
  replays: 0,
  ...changes,
  data: { cause: 'sign-up', attributes: {}, clientMetadata: {} },
});

/** Three sources, of which `billing` is down until a moment, and a clock that the test moves. */
function world(billingIsBackAt: number) {
  const clock = { now: START };
  const asked: string[] = [];
  const records = createMemoryUserRecords();
  const source = (name: string): Source => ({
    name,
    required: name !== 'loyalty',
    timeoutMilliseconds: 4000,
    fetch: async () => {
      asked.push(name);
      if (name === 'billing' && clock.now < billingIsBackAt) return failed('unavailable', 'status-503');
      return { kind: 'ok', version: 1, data: { name } };
    },
  });
  const sources = ['crm', 'loyalty', 'billing'].map(source);
  const getJson = () => Promise.reject(new Error('These sources answer by themselves.'));
  const enrich = createEnrich({
    records,
    sources,
    connections: Object.fromEntries(sources.map(({ name }) => [name, { getJson }])),
    writeBackRules: [],
    writeAttributes: async () => ({ kind: 'written' }),
    maxAttempts: 12,
    // Every wait at its shortest.
    backoff: (receiveCount) => backoffSeconds(BACKOFF, receiveCount, () => 0),
    now: () => clock.now,
    log: () => undefined,
  });
  const receive = (receiveCount: number, changes: Partial<Message> = {}) =>
    enrich(message(changes), { receiveCount, sentAt: START, deadline: clock.now + 30_000 });
  const statuses = async () =>
    Object.entries((await records.read(KEY))?.sources ?? {}).map(([name, { status }]) => `${name} ${status}`);
  return { clock, asked, receive, statuses };
}

it('stores two of three sources at once, and the third when it is back after two hours', async () => {
  const { clock, asked, receive, statuses } = world(START + 2 * HOUR_MS);
  let outcome = await receive(1);
  expect(await statuses()).toEqual(['crm ok', 'loyalty ok', 'billing pending']);
  for (let count = 2; outcome.kind === 'retry' && count < 150; count += 1) {
    clock.now += (outcome.afterSeconds ?? 0) * 1000;
    outcome = await receive(count);
  }
  expect(outcome).toEqual({ kind: 'done' });
  expect(await statuses()).toEqual(['crm ok', 'loyalty ok', 'billing ok']);
  expect(asked.filter((name) => name !== 'billing')).toEqual(['crm', 'loyalty']);
  expect(clock.now - START).toBeLessThan(4 * HOUR_MS);
});

it('enriches a user whose confirmation is too old for an email', async () => {
  const { receive, statuses } = world(START);
  const time = new Date(START - 10 * 24 * HOUR_MS).toISOString();
  expect(await receive(1, { time, replays: 1 })).toEqual({ kind: 'done' });
  expect(await statuses()).toEqual(['crm ok', 'loyalty ok', 'billing ok']);
});
