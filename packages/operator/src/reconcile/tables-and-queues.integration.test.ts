import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseMessage } from '@postconfirm/contract';
import { createDynamoDbDeliveryStore, createDynamoDbUserRecords } from '@postconfirm/ledger';
import { type LocalTable, startTable } from '@postconfirm/ledger/table.builder.ts';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueueMissed } from './enqueue-missed.ts';
import { readGoLive, setGoLive } from './go-live.ts';
import { aPoolUser, NOW, POOL } from './missed-user.builder.ts';
import type { MissedUser } from './missing.ts';
import { sendMessages } from './send-messages.ts';
import { userStates } from './user-states.ts';

const TABLE = 'table';
const queues = buildApp({ logger: false });
const local = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
let table: LocalTable;
let client: DynamoDBClient;
let sqs: SQSClient;
let queueUrl = '';

beforeAll(async () => {
  table = await startTable(TABLE);
  client = table.client;
  const endpoint = await queues.listen({ host: '127.0.0.1', port: 0 });
  sqs = new SQSClient({ ...local, endpoint });
  await sqs.send(new CreateQueueCommand({ QueueName: 'confirmations' }));
  queueUrl = `${endpoint}/000000000000/confirmations`;
});
afterAll(async () => {
  table.close();
  sqs.destroy();
  await queues.close();
});

describe('the go-live marker', () => {
  const marker = (pool: string) => ({ client, tableName: TABLE, pool });

  it('is written by the first look of all, and stays', async () => {
    expect(await readGoLive(marker('first'), NOW)).toEqual({ since: NOW, isNew: true });
    expect(await readGoLive(marker('first'), NOW + 1)).toEqual({ since: NOW, isNew: false });
  });

  it('is one for two looks at once', async () => {
    const looks = await Promise.all([NOW, NOW + 1, NOW + 2].map((now) => readGoLive(marker('at-once'), now)));
    expect(looks.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(looks.map(({ since }) => since)).size).toBe(1);
  });

  it('is of each pool, and moves on a word of a person alone', async () => {
    await setGoLive(marker('by-hand'), NOW - 1000);
    expect(await readGoLive(marker('by-hand'), NOW)).toEqual({ since: NOW - 1000, isNew: false });
    expect(await readGoLive(marker('another'), NOW)).toEqual({ since: NOW, isNew: true });
  });
});

describe('what the table holds of users', () => {
  it('is read in their order: delivery and record, each as far as there is one', async () => {
    const key = (sub: string) => ({ pool: POOL, sub, kind: 'confirmed' });
    const store = createDynamoDbDeliveryStore(client, TABLE);
    await store.skip(key('sub-1'), undefined, { reason: 'unverified', now: NOW });
    const records = createDynamoDbUserRecords(client, TABLE);
    await records.open({ pool: POOL, sub: 'sub-2' }, { cause: 'sign-up', confirmedAt: 'then' }, ['crm']);

    const states = userStates({ client, tableName: TABLE, pool: POOL });
    const subs = Array.from({ length: 120 }, (_, index) => `sub-${index}`);
    const held = await states(subs);
    expect(held).toHaveLength(120);
    expect(held[1]).toMatchObject({ delivery: { state: 'SKIPPED', reason: 'unverified' }, record: undefined });
    expect(held[2]).toMatchObject({ delivery: undefined, record: { sources: { crm: { status: 'pending' } } } });
    expect(held[3]).toEqual({ delivery: undefined, record: undefined });
    expect(await userStates({ client, tableName: TABLE, pool: 'another' })(['sub-1'])).toEqual([
      { delivery: undefined, record: undefined },
    ]);
  });
});

describe('missed users', () => {
  const missed = (sub: string): MissedUser => ({ sub, confirmedAt: NOW, logged: true, email: 'no-delivery' });
  const wanted = {
    pool: POOL,
    allowance: { now: NOW, email: false, evenIfStale: false, staleAfterMs: 1 },
    customAttributes: [],
  };
  const find = async (sub: string) => (sub === 'gone' ? undefined : aPoolUser({ sub, enabled: sub !== 'disabled' }));

  it('are enqueued in batches, each once, but for those who are gone or disabled by now', async () => {
    const subs = Array.from({ length: 23 }, (_, index) => `missed-${index}`);
    const send = (messages: Parameters<typeof sendMessages>[2]) => sendMessages(sqs, queueUrl, messages);
    const result = await enqueueMissed({ find, send }, [...subs, 'gone', 'disabled'].map(missed), wanted);
    expect(result).toEqual({ enqueued: 23, mailed: 23, refused: [], gone: 2 });

    const received: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '' } of Messages) {
        const parsed = parseMessage(Body);
        if (parsed.kind === 'message') received.push(parsed.message.subject);
      }
    }
    expect(received.sort()).toEqual(subs.sort());
  });

  it('of a batch are told apart when SQS takes some of them alone', async () => {
    const send = async (messages: Parameters<typeof sendMessages>[2]) =>
      messages.map(({ subject }) => subject).filter((subject) => subject === 'b');
    const result = await enqueueMissed({ find, send }, ['a', 'b', 'c'].map(missed), wanted);
    expect(result).toEqual({ enqueued: 2, mailed: 2, refused: ['b'], gone: 0 });
  });
});
