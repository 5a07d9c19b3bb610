import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_BUDGET_SPENT } from './budget.ts';
import { readUserRecords } from './dynamodb-user-record-batch.ts';
import { createDynamoDbUserRecords } from './dynamodb-user-records.ts';
import { type LocalTable, startTable } from './table.builder.ts';
import { type Observation, UNFETCHED, type UserKey } from './user-record.ts';

const TABLE = 'records';
let table: LocalTable;
let client: DynamoDBClient;
let count = 0;
let key: UserKey;

beforeAll(async () => {
  table = await startTable(TABLE);
  client = table.client;
});
afterAll(() => table.close());
beforeEach(() => {
  count += 1;
  key = { pool: 'eu-central-1_Abc', sub: `sub-${count}` };
});

const records = () => createDynamoDbUserRecords(client, TABLE);
const user = { cause: 'sign-up', confirmedAt: '2026-11-22T10:00:00.000Z', email: 'one@example.com', locale: undefined };
const itemKey = () => marshall({ pk: `USER#eu-central-1_Abc#${key.sub}`, sk: 'RECORD' });
const item = async () => {
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: itemKey() }));
  return Item && unmarshall(Item);
};
const gold: Observation = { version: 7, fetchedAt: 1000, data: { tier: 'gold', points: 12 } };
const store = (observation: Observation) => records().store(key, 'loyalty', { observation, budget: NO_BUDGET_SPENT });

/** The table, but for its writes. */
const refusesWrites = (client: DynamoDBClient) =>
  ({
    send: async (command: GetItemCommand | UpdateItemCommand) => {
      if (command instanceof UpdateItemCommand) throw new Error('throttled');
      return client.send(command);
    },
  }) as unknown as DynamoDBClient;

describe('user records in DynamoDB', () => {
  it('creates the record with its base fields and unfetched sources', async () => {
    expect(await records().open(key, user, ['crm', 'loyalty'])).toEqual({
      sources: { crm: UNFETCHED, loyalty: UNFETCHED },
    });
    expect(await item()).toMatchObject({ sub: key.sub, email: 'one@example.com', pool: 'eu-central-1_Abc' });
  });

  it('keeps the first base fields and fetched data when opened again', async () => {
    await records().open(key, user, ['loyalty']);
    await store(gold);
    const again = await records().open(key, { ...user, email: 'two@example.com', name: 'Zoë' }, ['crm', 'loyalty']);
    expect(again?.sources).toMatchObject({ crm: UNFETCHED, loyalty: { status: 'ok', data: gold.data } });
    expect(await item()).toMatchObject({ email: 'one@example.com', name: 'Zoë' });
  });

  it('leaves the record untouched by older data, takes newer, and takes the same twice', async () => {
    await records().open(key, user, ['loyalty']);
    expect(await store(gold)).toBe('stored');
    expect(await store(gold)).toBe('stored');
    const before = await item();
    expect(await store({ ...gold, version: 6, fetchedAt: 2000 })).toBe('superseded');
    expect(await item()).toEqual(before);
    expect(await store({ ...gold, version: 10 })).toBe('stored');
    expect((await item())?.['source:loyalty']).toMatchObject({ version: 10 });
  });

  it('settles the same version with other data one way, whichever comes first', async () => {
    const other = { ...gold, data: { tier: 'silver' } };
    const ends: unknown[] = [];
    for (const sequence of [
      [gold, other],
      [other, gold],
    ]) {
      key = { ...key, sub: `${key.sub}x` };
      await records().open(key, user, ['loyalty']);
      for (const observation of sequence) await store(observation);
      ends.push((await item())?.['source:loyalty']);
    }
    expect(ends[0]).toEqual(ends[1]);
  });

  it('counts a failed attempt without erasing data or another source', async () => {
    await records().open(key, user, ['crm', 'loyalty']);
    await store(gold);
    const failure = {
      status: 'pending',
      reason: 'unavailable',
      budget: { attempts: 3, replays: 1, requestedAt: 5 },
    } as const;
    expect(await records().recordFailure(key, 'crm', failure)).toBe('stored');
    expect(await records().recordFailure(key, 'loyalty', failure)).toBe('superseded');
    expect((await records().read(key))?.sources).toMatchObject({
      crm: { status: 'pending', attempts: 3, replays: 1, reason: 'unavailable' },
      loyalty: { status: 'ok', attempts: 0, data: gold.data },
    });
  });

  it('clears the reason of a failure once data arrives', async () => {
    await records().open(key, user, ['loyalty']);
    const budget = { attempts: 8, replays: 0, requestedAt: 5 };
    await records().recordFailure(key, 'loyalty', { status: 'failed', reason: 'unavailable', budget });
    await store(gold);
    expect((await item())?.['source:loyalty']).not.toHaveProperty('reason');
  });

  it.each(['done', 'no-user', 'failed'] as const)('keeps the state of the write-back: %s', async (status) => {
    await records().open(key, user, []);
    const state = { ...NO_BUDGET_SPENT, status, hash: 'abc' } as const;
    expect(await records().recordWriteBack(key, state)).toBe('stored');
    expect((await records().read(key))?.writeBack).toEqual(state);
  });

  it('leaves of a forgotten user the key and the first time of the wish', async () => {
    await records().open(key, { ...user, name: 'Zoë', attributes: { 'custom:plan': 'pro' } }, ['loyalty']);
    await store(gold);
    await records().recordWriteBack(key, { ...NO_BUDGET_SPENT, status: 'done', hash: 'abc' });
    expect(await records().forget(key, 5000)).toBe(true);
    expect(await records().forget(key, 6000)).toBe(false);
    expect(await item()).toEqual({ ...unmarshall(itemKey()), pool: key.pool, sub: key.sub, deletedAt: 5000 });
  });

  it('removes what was stored between its look and its update', async () => {
    await records().open(key, user, []);
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        client.middlewareStack.remove('late');
        await records().open(key, { ...user, name: 'Zoë' }, ['loyalty']);
        return answer;
      },
      { name: 'late', step: 'initialize' },
    );
    expect(await records().forget(key, 5000)).toBe(true);
    expect(await item()).toEqual({ ...unmarshall(itemKey()), pool: key.pool, sub: key.sub, deletedAt: 5000 });
  });

  it.each(['with a record', 'without one'])('does not revive a forgotten user %s', async (kind) => {
    if (kind === 'with a record') await records().open(key, user, ['loyalty']);
    await records().forget(key, 1);
    const before = await item();
    expect(await records().open(key, user, ['loyalty'])).toBeUndefined();
    expect(await store(gold)).toBe('deleted');
    expect(await records().recordWriteBack(key, { ...NO_BUDGET_SPENT, status: 'done', hash: 'abc' })).toBe('deleted');
    expect(await item()).toEqual(before);
  });

  it('does not create a record for a user whose item is gone', async () => {
    expect(await store(gold)).toBe('deleted');
    expect(await item()).toBeUndefined();
  });

  it('tells of a table that does not take a write, and calls no user forgotten for it', async () => {
    await records().open(key, user, ['loyalty']);
    const refusing = createDynamoDbUserRecords(refusesWrites(client), TABLE);
    await expect(refusing.open(key, user, [])).rejects.toThrow('throttled');
    const state = { ...NO_BUDGET_SPENT, status: 'done', hash: 'abc' } as const;
    await expect(refusing.recordWriteBack(key, state)).rejects.toThrow('throttled');
  });

  it('reads with strong consistency, so that a forgotten user is not taken for a living one', async () => {
    const asked: unknown[] = [];
    const listening = { send: async ({ input }: { input: unknown }) => asked.push(input) && {} } as unknown;
    await createDynamoDbUserRecords(listening as DynamoDBClient, TABLE).read(key);
    expect(asked).toMatchObject([{ TableName: TABLE, ConsistentRead: true }]);
  });

  it('refuses an item that is not of its making', async () => {
    const Item = { ...itemKey(), 'source:loyalty': { S: 'gold' } };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    await expect(records().read(key)).rejects.toThrow('Invalid type');
  });
});

describe('many user records read at once', () => {
  it('come in the order of their keys: known, forgotten, never seen', async () => {
    await records().open(key, user, ['crm']);
    const known = key;
    key = { ...key, sub: `${key.sub}-forgotten` };
    await records().forget(key, 1);
    const keys = [known, key, { ...key, sub: 'nobody' }];
    expect(await readUserRecords(client, TABLE, keys)).toEqual([
      { sources: { crm: UNFETCHED }, writeBack: undefined },
      'deleted',
      undefined,
    ]);
  });
});
