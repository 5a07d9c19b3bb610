import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Claim, DeliveryKey, DeliveryStore, Seen } from './delivery.ts';
import { deliveryStoreContract } from './delivery-store.contract.ts';
import { readAttention } from './dynamodb-attention.ts';
import { createDynamoDbClient } from './dynamodb-client.ts';
import { createDynamoDbDeliveryStore } from './dynamodb-delivery-store.ts';
import { createMemoryDeliveryStore } from './memory-delivery-store.ts';

const TABLE = 'deliveries';
const NOW = 1_800_000_000_000;

/** What the network or DynamoDB does to one request: applied with its reply lost, or throttled and not applied. */
type Fault = 'lose-reply' | 'throttle';

const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');
const table = dynalite({ createTableMs: 0 });
const faults: Fault[] = [];
const front = createServer((request, response) => void pass(request, response));
let client: DynamoDBClient;
let count = 0;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function pass(request: IncomingMessage, response: ServerResponse) {
  const fault = faults.shift();
  if (fault === 'throttle') {
    const body = { __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', message: 'slow' };
    request.resume();
    return response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  }
  const { url, method, headers } = request;
  const inner = request.pipe(forward({ host: '127.0.0.1', port: portOf(table), path: url, method, headers }));
  const [answer] = (await once(inner, 'response')) as [IncomingMessage];
  if (fault === 'lose-reply') return answer.resume().once('end', () => request.socket.destroy());
  return answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
}

/** The production client, pointed at the table as any SDK client is: by the environment. */
function clientOfTheTable(): DynamoDBClient {
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = `http://127.0.0.1:${portOf(front)}`;
  process.env['AWS_REGION'] = 'eu-central-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  return createDynamoDbClient();
}

const attribute = (name: string, type: 'S' | 'N' = 'S') => ({ AttributeName: name, AttributeType: type });
const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

const createTable = new CreateTableCommand({
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('attention'), attribute('attentionSince', 'N')],
  KeySchema: keySchema('pk', 'sk'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'attention',
      KeySchema: keySchema('attention', 'attentionSince'),
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

beforeAll(async () => {
  table.listen(0, '127.0.0.1');
  front.listen(0, '127.0.0.1');
  await Promise.all([once(table, 'listening'), once(front, 'listening')]);
  client = clientOfTheTable();
  await client.send(createTable);
});
afterAll(() => {
  client.destroy();
  front.close();
  table.close();
});
beforeEach(() => {
  faults.length = 0;
});

const storeOf = () => createDynamoDbDeliveryStore(client, TABLE);
const freshKey = (): DeliveryKey => {
  count += 1;
  return { pool: 'eu-central-1_Abc', sub: `sub-${count}`, kind: 'confirmed' };
};
const fresh = () => ({ store: storeOf(), key: freshKey() });
const claim: Claim = {
  attempt: 1,
  budget: { attempts: 1, replays: 0, requestedAt: NOW },
  resent: false,
  owner: 'owner-1',
  leaseUntil: NOW + 90_000,
};

const unspent = { ...claim.budget, attempts: 0 };

deliveryStoreContract('in DynamoDB', fresh);

describe('a write whose reply is lost', () => {
  it('claims all the same, once', async () => {
    const { store, key } = fresh();
    faults.push('lose-reply');
    expect(await store.claim(key, undefined, claim, NOW)).toBe(true);
    expect(await store.read(key)).toMatchObject({
      state: 'SENDING',
      attempt: 1,
      budget: claim.budget,
      owner: 'owner-1',
    });
    expect(faults).toEqual([]);
  });

  it('claims a delivery that was seen all the same', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    await store.release(key, claim, { budget: unspent, dueAt: NOW, reason: 'sending-rate' });
    const seen = await store.read(key);
    faults.push('lose-reply', 'lose-reply');
    expect(await store.claim(key, seen, { ...claim, attempt: 2, owner: 'owner-2' }, NOW)).toBe(true);
    expect(await store.read(key)).toMatchObject({
      state: 'SENDING',
      attempt: 2,
      budget: claim.budget,
      owner: 'owner-2',
    });
  });

  it('records the sent email with its message id', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    faults.push('lose-reply', 'lose-reply');
    await store.recordSent(key, { messageId: 'ses-1', now: NOW });
    expect(await store.read(key)).toMatchObject({ state: 'SENT', messageId: 'ses-1' });
  });

  it('leaves the end of a claim and a hold written, though it can no longer tell', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    faults.push('lose-reply');
    expect(await store.doubt(key, claim, { since: NOW, dueAt: NOW, reason: 'no-answer' })).toBe(false);
    const seen = await store.read(key);
    expect(seen).toMatchObject({ state: 'UNCERTAIN', version: 2 });
    faults.push('lose-reply');
    expect(await store.hold(key, seen ?? expect.unreachable(), { since: NOW })).toBe(false);
    expect(await store.read(key)).toMatchObject({ state: 'HELD', version: 3 });
  });
});

describe('throttling', () => {
  it('does not lose the record of a sent email', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    faults.push('throttle', 'throttle');
    await store.recordSent(key, { messageId: 'ses-1', now: NOW });
    expect(await store.read(key)).toMatchObject({ state: 'SENT', messageId: 'ses-1' });
  });

  it('that does not end is an error, not a refused claim, nor an event of nobody', async () => {
    const key = freshKey();
    // The production client takes ten seconds to give up.
    const impatient = new DynamoDBClient({ maxAttempts: 1 });
    const store = createDynamoDbDeliveryStore(impatient, TABLE);
    faults.push('throttle');
    await expect(store.claim(key, undefined, claim, NOW)).rejects.toThrow(/slow/);
    expect(await store.read(key)).toBeUndefined();
    await store.claim(key, undefined, claim, NOW);
    faults.push('throttle');
    const event = { type: 'Send', messageId: 'ses-1', now: NOW } as const;
    await expect(store.recordEvent(key, event)).rejects.toThrow(/slow/);
    impatient.destroy();
  });
});

describe('the attention index', () => {
  const wholeIndex = async () => {
    const shards = Array.from({ length: 10 }, (_, shard) => `attention#${shard}`);
    const found = await Promise.all(
      shards.map((shard) =>
        client.send(
          new QueryCommand({
            TableName: TABLE,
            IndexName: 'attention',
            KeyConditionExpression: 'attention = :shard',
            ExpressionAttributeValues: marshall({ ':shard': shard }),
          }),
        ),
      ),
    );
    return found.flatMap(({ Items = [] }) => Items.map((item) => unmarshall(item)));
  };
  const inIndex = async ({ sub }: DeliveryKey) =>
    (await wholeIndex()).filter(({ pk }) => pk === `USER#eu-central-1_Abc#${sub}`);

  it('holds a delivery from its doubt until its email is known to be sent', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    expect(await inIndex(key)).toEqual([]);
    await store.doubt(key, claim, { since: NOW + 1, dueAt: NOW + 2, reason: 'no-answer' });
    expect(await inIndex(key)).toMatchObject([{ state: 'UNCERTAIN', attentionSince: NOW + 1 }]);
    await store.hold(key, (await store.read(key)) ?? expect.unreachable(), { since: NOW + 1 });
    expect(await inIndex(key)).toMatchObject([{ state: 'HELD', attentionSince: NOW + 1 }]);
    await store.recordSent(key, { messageId: 'ses-1', now: NOW + 3 });
    expect(await inIndex(key)).toEqual([]);
  });

  it('holds a delivery whose process ended without a word, from its lease on', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    await store.hold(key, (await store.read(key)) ?? expect.unreachable(), { since: claim.leaseUntil });
    expect(await inIndex(key)).toMatchObject([{ state: 'HELD', attentionSince: claim.leaseUntil }]);
  });

  it('lets a delivery go when it is claimed again', async () => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    await store.doubt(key, claim, { since: NOW, dueAt: NOW, reason: 'no-answer' });
    await store.claim(key, await store.read(key), { ...claim, attempt: 2, resent: true }, NOW);
    expect(await inIndex(key)).toEqual([]);
  });

  it('holds none of those that need nobody', async () => {
    const [retry, skipped] = [fresh(), fresh()];
    await retry.store.claim(retry.key, undefined, claim, NOW);
    await retry.store.release(retry.key, claim, { budget: unspent, dueAt: NOW, reason: 'sending-rate' });
    await skipped.store.skip(skipped.key, undefined, { reason: 'no-address', now: NOW });
    expect([await inIndex(retry.key), await inIndex(skipped.key)]).toEqual([[], []]);
  });

  it('spreads users over its shards', async () => {
    const keys = Array.from({ length: 40 }, freshKey);
    const store = storeOf();
    for (const key of keys) {
      await store.claim(key, undefined, claim, NOW);
      await store.doubt(key, claim, { since: NOW, dueAt: NOW, reason: 'no-answer' });
    }
    const places = new Set(keys.map(({ sub }) => `USER#eu-central-1_Abc#${sub}`));
    const found = (await wholeIndex()).filter(({ pk }) => places.has(pk));
    expect(found).toHaveLength(40);
    expect(new Set(found.map(({ attention }) => attention)).size).toBe(10);
  });
});

it('reads with strong consistency: an older answer would let a message be decided on what is gone', async () => {
  const asked: unknown[] = [];
  const listening = { send: async ({ input }: { input: unknown }) => asked.push(input) && {} } as unknown;
  await createDynamoDbDeliveryStore(listening as DynamoDBClient, TABLE).read(freshKey());
  expect(asked).toMatchObject([{ TableName: TABLE, ConsistentRead: true }]);
});

describe('an item of another making', () => {
  it.each([
    ['an unknown state', { state: 'DONE', version: 1, createdAt: NOW }],
    ['no version', { state: 'SENT', createdAt: NOW }],
    ['a budget of another shape', { state: 'RETRY', version: 1, createdAt: NOW, budget: 'replay 0' }],
  ])('is refused, not guessed at: %s', async (_, item) => {
    const { store, key } = fresh();
    const place = { pk: `USER#${key.pool}#${key.sub}`, sk: `EMAIL#${key.kind}` };
    await client.send(new PutItemCommand({ TableName: TABLE, Item: marshall({ ...place, ...item }) }));
    await expect(store.read(key)).rejects.toThrow();
  });
});

describe('the table and the memory', () => {
  type Step = (store: DeliveryStore, key: DeliveryKey, seen: Seen) => Promise<unknown>;
  const owner = fc.constantFrom('a', 'b');
  const someClaim = fc
    .record({ owner, attempt: fc.integer({ min: 1, max: 2 }), resent: fc.boolean() })
    .map((fields) => ({ ...claim, ...fields }));
  const ending = { budget: unspent, dueAt: NOW + 1, reason: 'sending-rate' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    someClaim.map(
      (mine): Step =>
        (store, key, seen) =>
          store.claim(key, seen, mine, NOW),
    ),
    someClaim.map(
      (mine): Step =>
        (store, key) =>
          store.release(key, mine, ending),
    ),
    someClaim.map(
      (mine): Step =>
        (store, key) =>
          store.doubt(key, mine, { ...ending, since: NOW }),
    ),
    fc.constant<Step>(async (store, key, seen) => seen && store.hold(key, seen, { since: NOW })),
    fc.constant<Step>((store, key, seen) => store.skip(key, seen, { reason: 'unverified', now: NOW })),
    fc.constantFrom('ses-1', 'ses-2').map(
      (messageId): Step =>
        (store, key) =>
          store.recordSent(key, { messageId, now: NOW }),
    ),
    fc.constantFrom('ses-1', 'ses-2', 'ses-3').map(
      (messageId): Step =>
        (store, key) =>
          store.recordEvent(key, { type: 'Delivery', messageId, now: NOW + 1 }),
    ),
    fc.constant<Step>(async (store, key, seen) => seen && store.settle(key, seen, { now: NOW + 2 })),
    fc.constant<Step>(async (store, key, seen) => seen && store.reopen(key, seen, { now: NOW + 3 })),
    fc.constant<Step>((store, key, seen) => store.forget(key, seen, { now: NOW + 4 })),
  );
  /** Each step acts on what was read some steps ago, as a slow worker does. */
  const steps = fc.array(fc.record({ step, stale: fc.nat({ max: 2 }) }), { minLength: 1, maxLength: 12 });

  it('agree on whatever is done to a delivery', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const key = freshKey();
        const trace = async (store: DeliveryStore) => {
          const reads: Seen[] = [undefined];
          const results: unknown[] = [];
          for (const { step, stale } of plan) {
            results.push(await step(store, key, reads[Math.max(0, reads.length - 1 - stale)]));
            reads.push(await store.read(key));
          }
          return { reads, results };
        };
        expect(await trace(storeOf())).toEqual(await trace(createMemoryDeliveryStore()));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the index of what needs a person', () => {
  const doubtful = async (hold: boolean) => {
    const { store, key } = fresh();
    await store.claim(key, undefined, claim, NOW);
    await store.doubt(key, claim, { since: NOW, dueAt: NOW, reason: 'reset' });
    const seen = await store.read(key);
    if (hold && seen) await store.hold(key, seen, { since: NOW });
    return { store, key };
  };

  it('names every delivery in doubt or held, and none that came to its end', async () => {
    const [open, held, sent] = [await doubtful(false), await doubtful(true), await doubtful(true)];
    await sent.store.recordSent(sent.key, { messageId: 'm', now: NOW });
    const found = await readAttention(client, TABLE);
    const stateOf = ({ key }: { key: DeliveryKey }) => found.find((one) => one.key.sub === key.sub)?.delivery.state;
    expect([open, held, sent].map(stateOf)).toEqual(['UNCERTAIN', 'HELD', undefined]);
    expect(found.find((one) => one.key.sub === held.key.sub)?.key).toEqual(held.key);
  });
});
