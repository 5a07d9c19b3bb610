import {
  createDynamoDbClient,
  createDynamoDbDeliveryStore,
  createDynamoDbEventFlowStore,
  type DeliveryStore,
} from '@postconfirm/ledger';
import { type LocalTable, startTable } from '@postconfirm/ledger/table.builder.ts';
import { createLog, createSqsClient, EMAIL_EVENTS_LINES } from '@postconfirm/runtime';
import type { Context, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { aHeartbeat, aSesEvent } from './ses-event.builder.ts';

// docs/performance.md states these figures.

const TABLE = 'postconfirm-local';
const POOL = 'eu-central-1_aBcDeFgHi';

let table: LocalTable;
let client: ReturnType<typeof createDynamoDbClient>;
let deliveries: DeliveryStore;

beforeAll(async () => {
  table = await startTable(TABLE);
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    // Nothing is asked of it.
    AWS_ENDPOINT_URL_SQS: table.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  client = createDynamoDbClient();
  deliveries = createDynamoDbDeliveryStore(client, TABLE);
});
afterAll(() => {
  client.destroy();
  table.close();
  vi.unstubAllEnvs();
});

/** Their emails were sent. */
const subs = Array.from({ length: 10 }, (_, index) => `sub-${index}`);
beforeEach(async () => {
  for (const sub of subs)
    await deliveries.recordSent({ pool: POOL, sub, kind: 'confirmed' }, { messageId: sub, now: 1 });
  table.calls.length = 0;
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
  return [...table.calls].sort();
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
