import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  createDynamoDbClient,
  createDynamoDbDeliveryStore,
  createDynamoDbEventFlowStore,
  type DeliveryStore,
} from '@postconfirm/ledger';
import { createLog, createSqsClient, EMAIL_EVENTS_LINES } from '@postconfirm/runtime';
import type { Context, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { aHeartbeat, aSesEvent } from './ses-event.builder.ts';

// docs/performance.md states these figures.

const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');
const TABLE = 'postconfirm-local';
const POOL = 'eu-central-1_aBcDeFgHi';

let server: Server;
let client: DynamoDBClient;
let deliveries: DeliveryStore;
/** What was asked of the table, counted where it listens. */
const calls: string[] = [];

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  server.on('request', ({ headers }) => calls.push(String(headers['x-amz-target']).split('.')[1] ?? ''));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: url,
    // Nothing is asked of it.
    AWS_ENDPOINT_URL_SQS: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  client = createDynamoDbClient();
  deliveries = createDynamoDbDeliveryStore(client, TABLE);
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});
afterAll(() => {
  client.destroy();
  server.close();
  vi.unstubAllEnvs();
});

/** Their emails were sent. */
const subs = Array.from({ length: 10 }, (_, index) => `sub-${index}`);
beforeEach(async () => {
  for (const sub of subs)
    await deliveries.recordSent({ pool: POOL, sub, kind: 'confirmed' }, { messageId: sub, now: 1 });
  calls.length = 0;
});

async function receive(...bodies: string[]): Promise<string[]> {
  const settings = readEnvironment({
    AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-local-email-events',
    QUEUE_URL: 'http://127.0.0.1/email-events',
    DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1/email-events-dlq',
    RETENTION_SECONDS: '1209600',
    AGED_MARGIN_SECONDS: '86400',
    BACKOFF_BASE_SECONDS: '60',
    BACKOFF_CAP_SECONDS: '14400',
    TABLE_NAME: TABLE,
    EVENT_GAP_SECONDS: '300',
  });
  const log = createLog({ functionName: 'test', lines: EMAIL_EVENTS_LINES, destination: { write: () => undefined } });
  const flow = createDynamoDbEventFlowStore(client, TABLE);
  const handler = createHandler({ settings, sqs: createSqsClient(), deliveries, flow, log });
  const records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  })) as unknown as SQSRecord[];
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 } as Context;
  expect((await handler({ Records: records }, context)).batchItemFailures).toEqual([]);
  return [...calls].sort();
}

const justNow = () => new Date().toISOString();

it('records ten events with ten writes, and moves the stream on once for all of them', async () => {
  const events = subs.map((sub) => aSesEvent({ sub, messageId: sub, at: justNow() }));
  expect(await receive(...events)).toEqual(['GetItem', ...Array(11).fill('UpdateItem')]);
});

it('moves the stream on by a heartbeat with a read and a write', async () => {
  expect(await receive(aHeartbeat(justNow()))).toEqual(['GetItem', 'UpdateItem']);
});

it('records a second email of a delivery with one write more', async () => {
  const event = aSesEvent({ sub: 'sub-0', messageId: 'another', at: justNow() });
  expect(await receive(event)).toEqual(['GetItem', 'UpdateItem', 'UpdateItem', 'UpdateItem']);
});
