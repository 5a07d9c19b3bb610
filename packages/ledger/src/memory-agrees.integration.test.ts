import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbEventFlowStore } from './dynamodb-event-flow-store.ts';
import { createDynamoDbUserRecords } from './dynamodb-user-records.ts';
import type { EventFlowStore } from './event-flow.ts';
import { createMemoryEventFlowStore } from './memory-event-flow-store.ts';
import { createMemoryUserRecords } from './memory-user-records.ts';
import { type LocalTable, startTable } from './table.builder.ts';
import type { UserKey, UserRecords } from './user-record.ts';

// What the simulation believes of the table must be what the table does.

let table: LocalTable;
let client: DynamoDBClient;
let users = 0;
const TABLE = 'ledger';

beforeAll(async () => {
  table = await startTable(TABLE);
  client = table.client;
});
afterAll(() => table.close());

/** The table without the one item that all streams share. */
async function freshFlow(): Promise<EventFlowStore> {
  const Key = { pk: { S: 'EVENT-FLOW' }, sk: { S: 'EVENT-FLOW' } };
  await client.send(new DeleteItemCommand({ TableName: TABLE, Key }));
  return createDynamoDbEventFlowStore(client, TABLE);
}

type Step<Store> = (store: Store) => Promise<unknown>;

/** The answers and the state after each step. */
async function courseOf<Store>(store: Store, steps: readonly Step<Store>[], read: Step<Store>): Promise<unknown[]> {
  const course: unknown[] = [];
  for (const step of steps) course.push(await step(store), await read(store));
  return course;
}

let key: UserKey;
const freshKey = (): UserKey => {
  users += 1;
  return { pool: 'eu-central-1_Abc', sub: `sub-${users}` };
};
const count = fc.integer({ min: 0, max: 3 });
const budget = fc.record({ attempts: count, replays: count, requestedAt: count });
const source = fc.constantFrom('crm', 'loyalty');
const user = { cause: 'sign-up', confirmedAt: '2026-11-22T10:00:00.000Z' };
const observation = fc.record({
  version: count,
  fetchedAt: count,
  data: fc.record({ tier: fc.constantFrom('gold', 'silver') }),
});

const recordStep: fc.Arbitrary<Step<UserRecords>> = fc.oneof(
  fc.constant<Step<UserRecords>>((records) => records.open(key, user, ['crm', 'loyalty'])),
  fc.tuple(source, observation, budget).map(
    ([name, seen, spent]) =>
      (records: UserRecords) =>
        records.store(key, name, { observation: seen, budget: spent }),
  ),
  fc.tuple(source, budget, fc.constantFrom('pending' as const, 'failed' as const)).map(
    ([name, spent, status]) =>
      (records: UserRecords) =>
        records.recordFailure(key, name, { status, reason: 'unavailable', budget: spent }),
  ),
  budget.map(
    (spent) => (records: UserRecords) =>
      records.recordWriteBack(key, { ...spent, status: 'done', hash: `h${spent.attempts}` }),
  ),
  fc.nat({ max: 3 }).map((now) => (records: UserRecords) => records.forget(key, now)),
);

it('user records in memory and in the table agree on whatever is done to them', async () => {
  const open: Step<UserRecords> = (records) => records.open(key, user, ['crm', 'loyalty']);
  await fc.assert(
    fc.asyncProperty(fc.array(recordStep, { maxLength: 12 }), async (rest) => {
      key = freshKey();
      const steps = [open, ...rest];
      const read: Step<UserRecords> = (records) => records.read(key);
      const inTable = await courseOf(createDynamoDbUserRecords(client, TABLE), steps, read);
      expect(await courseOf(createMemoryUserRecords(), steps, read)).toEqual(inTable);
    }),
    { numRuns: 40 },
  );
});

it('nothing is stored of a user who has no record, in memory as in the table', async () => {
  key = freshKey();
  for (const records of [createMemoryUserRecords(), createDynamoDbUserRecords(client, TABLE)]) {
    const spent = { attempts: 1, replays: 0, requestedAt: 0 };
    const seen = { version: 1, fetchedAt: 1, data: {} };
    expect(await records.store(key, 'crm', { observation: seen, budget: spent })).toBe('deleted');
    expect(await records.recordWriteBack(key, { ...spent, status: 'done', hash: 'h' })).toBe('deleted');
    expect(await records.read(key)).toBeUndefined();
  }
});

it('users of one sub in two pools are two, in memory as in the table', async () => {
  key = freshKey();
  for (const records of [createMemoryUserRecords(), createDynamoDbUserRecords(client, TABLE)]) {
    await records.open(key, user, ['crm']);
    expect(await records.read({ ...key, pool: 'eu-central-1_Other' })).toBeUndefined();
    expect(await records.read({ ...key, sub: `${key.sub}-2` })).toBeUndefined();
  }
});

it('the stream of events in memory and in the table agree on whatever comes', async () => {
  const GAP = 10;
  const moment = fc.integer({ min: 0, max: 60 });
  const step: fc.Arbitrary<Step<EventFlowStore>> = fc
    .record({ eventAt: moment, now: moment })
    .map((event) => (flow) => flow.advance(event, GAP));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const read: Step<EventFlowStore> = (flow) => flow.read();
      const inTable = await courseOf(await freshFlow(), steps, read);
      expect(await courseOf(createMemoryEventFlowStore(), steps, read)).toEqual(inTable);
    }),
    { numRuns: 40 },
  );
});

it('the stream of events goes back for nobody who moves it at the same time', async () => {
  const flow = await freshFlow();
  await Promise.all(Array.from({ length: 6 }, (_, index) => flow.advance({ eventAt: index, now: index }, 100)));
  const { lastSeen = -1, flowingSince = -1 } = (await flow.read()) ?? {};
  expect(lastSeen).toBeGreaterThanOrEqual(flowingSince);
  await flow.advance({ eventAt: 9, now: 9 }, 100);
  expect(await flow.read()).toEqual({ lastSeen: 9, flowingSince });
});
