import { DeleteItemCommand, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbEventFlowStore } from './dynamodb-event-flow-store.ts';
import { type LocalTable, startTable } from './table.builder.ts';

const TABLE = 'flow';
const GAP = 100;
let table: LocalTable;
let client: DynamoDBClient;

beforeAll(async () => {
  table = await startTable(TABLE);
  client = table.client;
});
afterAll(() => table.close());
beforeEach(async () => {
  const Key = { pk: { S: 'EVENT-FLOW' }, sk: { S: 'EVENT-FLOW' } };
  await client.send(new DeleteItemCommand({ TableName: TABLE, Key }));
});

const moment = (now: number) => ({ eventAt: now, now });
const flow = () => createDynamoDbEventFlowStore(client, TABLE);

/** The stream as one sees it before whose writes something else happens; and how often it read and wrote. */
function interrupted(beforeWrite: () => Promise<unknown> = async () => undefined) {
  const calls: string[] = [];
  const send = async (command: GetItemCommand | UpdateItemCommand) => {
    calls.push(command instanceof GetItemCommand ? 'read' : 'write');
    if (command instanceof UpdateItemCommand) await beforeWrite();
    return client.send(command as UpdateItemCommand);
  };
  return { calls, store: createDynamoDbEventFlowStore({ send } as unknown as DynamoDBClient, TABLE) };
}

describe('an event that moves the stream on', () => {
  it('costs a read and a write', async () => {
    const { store, calls } = interrupted();
    await store.advance(moment(10), GAP);
    expect(calls).toEqual(['read', 'write']);
    expect(await flow().read()).toEqual({ lastSeen: 10, flowingSince: 10 });
  });

  it('is applied to what another wrote in between', async () => {
    await flow().advance(moment(10), GAP);
    let others = 0;
    const { store, calls } = interrupted(async () => {
      others += 1;
      if (others === 1) await flow().advance(moment(20), GAP);
    });
    await store.advance(moment(30), GAP);
    expect(calls).toEqual(['read', 'write', 'read', 'write']);
    expect(await flow().read()).toEqual({ lastSeen: 30, flowingSince: 10 });
  });

  it('is left to the others when they overtake it five times, for they moved the stream on', async () => {
    let now = 10;
    const { store, calls } = interrupted(async () => {
      now += 1;
      await flow().advance(moment(now), GAP);
    });
    await store.advance(moment(90), GAP);
    expect(calls.filter((call) => call === 'write')).toHaveLength(5);
    expect(await flow().read()).toEqual({ lastSeen: 15, flowingSince: 11 });
  });

  it('fails where the table does not take it, so that the event comes again', async () => {
    const { store } = interrupted(async () => {
      throw new Error('throttled');
    });
    await expect(store.advance(moment(10), GAP)).rejects.toThrow('throttled');
  });
});

it('an event that moves nothing costs a read alone', async () => {
  await flow().advance(moment(50), GAP);
  const { store, calls } = interrupted();
  await store.advance(moment(40), GAP);
  expect(calls).toEqual(['read']);
});

it('the stream is read with strong consistency: an older answer might call silence an answer', async () => {
  const asked: unknown[] = [];
  const listening = { send: async ({ input }: { input: unknown }) => asked.push(input) && {} } as unknown;
  await createDynamoDbEventFlowStore(listening as DynamoDBClient, TABLE).read();
  expect(asked).toMatchObject([{ TableName: TABLE, ConsistentRead: true }]);
});
