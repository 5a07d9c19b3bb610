import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DeliveryKey } from './delivery.ts';
import { readDeliveries } from './dynamodb-deliveries.ts';
import { deliveryItemKey } from './dynamodb-delivery-store.ts';

type Asked = { at: number; keys: Record<string, unknown>[] };

/** DynamoDB as far as BatchGetItem needs it: every delivery exists; it leaves all but `answered` keys of a batch unread. */
let server: Server;
let client: DynamoDBClient;
const asked: Asked[] = [];
let answered = 100;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { RequestItems } = JSON.parse(await text(request));
    const { Keys } = RequestItems.deliveries;
    asked.push({ at: performance.now(), keys: Keys });
    const Responses = { deliveries: Keys.slice(0, answered).map(itemAt) };
    const unread = Keys.slice(answered);
    const UnprocessedKeys = unread.length > 0 ? { deliveries: { Keys: unread } } : {};
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Responses, UnprocessedKeys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

const itemAt = (key: object) => ({ ...key, ...marshall({ state: 'SENT', version: 1, createdAt: 1 }) });
const keyOf = (index: number): DeliveryKey => ({ pool: 'eu-central-1_Abc', sub: `sub-${index}`, kind: 'confirmed' });
const keys = (count: number) => Array.from({ length: count }, (_, index) => keyOf(index));

it('reads more deliveries than one batch takes, each once', async () => {
  answered = 100;
  const read = await readDeliveries(client, 'deliveries', [...keys(250), keyOf(0)]);
  expect(read).toHaveLength(251);
  expect(read.every((delivery) => delivery?.state === 'SENT')).toBe(true);
  expect(asked.map((one) => one.keys.length).sort()).toEqual([100, 100, 50]);
});

it('asks again for what DynamoDB left unread, and waits longer each time', async () => {
  answered = 10;
  const read = await readDeliveries(client, 'deliveries', keys(30));
  expect(read.every((delivery) => delivery?.state === 'SENT')).toBe(true);
  expect(asked.map((one) => one.keys.length)).toEqual([30, 20, 10]);
  const [first, second, third] = asked.map(({ at }) => at) as [number, number, number];
  // A timer may fire a millisecond early.
  expect(second - first).toBeGreaterThanOrEqual(49);
  expect(third - second).toBeGreaterThanOrEqual(99);
  expect(asked[1]?.keys[0]).toEqual(marshall(deliveryItemKey(keyOf(10))));
});
