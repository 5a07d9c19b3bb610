import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { CONFIRMED, type ConfirmedData, confirmedId, encodeMessage, type Message } from '@postconfirm/contract';
import { createDynamoDbClient, createDynamoDbDeliveryStore, type DeliveryStore } from '@postconfirm/ledger';
import { createMemoryEventFlowStore } from '@postconfirm/ledger/memory';
import { createLog, createSqsClient } from '@postconfirm/runtime';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';
import { environment } from './environment.builder.ts';
import { createHandler } from './handler.ts';
import { createSesClient, createSesMailer } from './ses-mailer.ts';

const POOL = 'eu-central-1_Abc';
const TABLE = 'postconfirm-local';
const SECRET_NAME = 'Zephyrine';

const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');
const table = dynalite({ createTableMs: 0 });
const queues = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** SES: what it took, and how it answers the next calls; without an answer of its own it accepts. */
type Answer = (response: ServerResponse) => void;
const mails: URLSearchParams[] = [];
const answers: Answer[] = [];
const accept: Answer = (response) =>
  response.end(`<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
    <MessageId>ses-${mails.length}</MessageId></SendEmailResult></SendEmailResponse>`);
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const silence: Answer = () => undefined;
const refuse =
  (code: string, message: string): Answer =>
  (response) =>
    response.writeHead(400).end(`<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error>
      <Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);
const ses = createServer(async (request, response) => {
  mails.push(new URLSearchParams(await bodyOf(request)));
  (answers.shift() ?? accept)(response);
});
const recipients = () => mails.map((mail) => mail.get('Destination.ToAddresses.member.1')).sort();

let sqs: SQSClient;
let dynamoDb: DynamoDBClient;
let store: DeliveryStore;
let queueUrl: string;
let deadLetterQueueUrl: string;
const sesClients: { destroy(): void }[] = [];
const lines: string[] = [];

beforeAll(async () => {
  const sqsUrl = await queues.listen({ host: '127.0.0.1', port: 0 });
  table.listen(0, '127.0.0.1');
  ses.listen(0, '127.0.0.1');
  await Promise.all([once(table, 'listening'), once(ses, 'listening')]);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: sqsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${portOf(table)}`,
    AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${portOf(ses)}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  [sqs, dynamoDb] = [createSqsClient(), createDynamoDbClient()];
  store = createDynamoDbDeliveryStore(dynamoDb, TABLE);
  await sqs.send(new CreateQueueCommand({ QueueName: 'email' }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'email-dlq' }));
  queueUrl = `${sqsUrl}/000000000000/email`;
  deadLetterQueueUrl = `${queueUrl}-dlq`;
  await dynamoDb.send(
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
afterAll(async () => {
  for (const client of [sqs, dynamoDb, ...sesClients]) client.destroy();
  ses.closeAllConnections();
  ses.close();
  table.close();
  await queues.close();
});
beforeEach(async () => {
  for (const list of [mails, answers, lines]) list.length = 0;
  for (const QueueUrl of [queueUrl, deadLetterQueueUrl]) await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});
afterEach(() => {
  expect(lines.join('\n')).not.toMatch(new RegExp(`@|${SECRET_NAME}`));
});

/** A worker as `index.ts` composes it, with what differs from a healthy one. */
function worker(changes: Record<string, string> = {}, { deliveries = store, callLimit = 8_000 } = {}) {
  const local = { QUEUE_URL: queueUrl, DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl, SEND_INTERVAL_MILLISECONDS: '0' };
  const settings = readEnvironment(environment({ ...local, ...changes }));
  const client = createSesClient();
  sesClients.push(client);
  const log = createLog({ functionName: 'email-worker', destination: { write: (line) => void lines.push(line) } });
  const mailer = createSesMailer({ client, ...settings, callLimit });
  const handler = createHandler({ settings, sqs, store: deliveries, flow: createMemoryEventFlowStore(), mailer, log });
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 } as Context;
  return (event: SQSEvent): Promise<SQSBatchResponse> => handler(event, context);
}

let users = 0;
const user = (data: Partial<ConfirmedData> = {}, envelope: Partial<Message> = {}): Message => {
  users += 1;
  const subject = `sub-${users}`;
  const email = `${subject}@mail.io`;
  return {
    specversion: '1.0',
    id: confirmedId(subject),
    source: `cognito:eu-central-1:${POOL}`,
    type: CONFIRMED,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    ...envelope,
    data: {
      cause: 'sign-up',
      email,
      emailVerified: true,
      name: SECRET_NAME,
      attributes: {},
      clientMetadata: {},
      ...data,
    },
  };
};

const enqueue = async (...bodies: string[]) => {
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
};

/** One batch as the event-source mapping hands it over. */
async function receiveBatch(QueueUrl = queueUrl): Promise<SQSEvent> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  const records = Messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: message.MessageAttributes ?? {},
  }));
  return { Records: records } as unknown as SQSEvent;
}

/** What the mapping does after the answer: what did not fail is deleted. Returns how many stay. */
async function acknowledge(event: SQSEvent, { batchItemFailures }: SQSBatchResponse) {
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId, receiptHandle } of event.Records) {
    if (failed.has(messageId)) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
  }
  return failed.size;
}

async function runBatch(handle: ReturnType<typeof worker>) {
  const event = await receiveBatch();
  const kept = await acknowledge(event, await handle(event));
  return { event, kept };
}

const redelivered = (event: SQSEvent): SQSEvent => ({
  Records: event.Records.map((record) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
  })),
});

const stateOf = ({ subject }: Message) => store.read({ pool: POOL, sub: subject, kind: 'confirmed' });
const codes = () => lines.map((line) => JSON.parse(line).code as string);
const reasons = async () =>
  (await receiveBatch(deadLetterQueueUrl)).Records.map(
    ({ messageAttributes }) => (messageAttributes['reason'] as unknown as { StringValue: string }).StringValue,
  );

describe('a batch of confirmations', () => {
  it('is mailed, recorded and acknowledged', async () => {
    const all = Array.from({ length: 10 }, () => user());
    await enqueue(...all.map(encodeMessage));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(recipients()).toEqual(all.map(({ data }) => data.email).sort());
    for (const one of all) expect(await stateOf(one)).toMatchObject({ state: 'SENT', attempt: 1 });
    expect(codes().filter((code) => code === 'EMAIL_SENT')).toHaveLength(10);
  });

  it('names its delivery in the tags of each email, and goes through the configuration set', async () => {
    const one = user();
    await enqueue(encodeMessage(one));
    await runBatch(worker());
    const [mail] = mails;
    const tags = [1, 2, 3, 4].map((n) => [mail?.get(`Tags.member.${n}.Name`), mail?.get(`Tags.member.${n}.Value`)]);
    expect(Object.fromEntries(tags)).toEqual({ pool: POOL, sub: one.subject, kind: 'confirmed', attempt: '1' });
    expect(mail?.get('ConfigurationSetName')).toBe('postconfirm-prod');
    expect(mail?.get('Source')).toBe('"Example" <hello@mail.example>');
  });

  it('that holds a message twice sends it once', async () => {
    const body = encodeMessage(user());
    await enqueue(body, body);
    expect((await runBatch(worker())).kept).toBe(0);
    expect(mails).toHaveLength(1);
    expect(codes()).toContain('MESSAGE_DUPLICATE');
  });

  it('that holds a bad message does the rest', async () => {
    const good = user();
    await enqueue('{not json', encodeMessage(good));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(recipients()).toEqual([good.data.email]);
    expect(await reasons()).toEqual(['poison']);
  });

  it('that comes to two workers at once is sent once', async () => {
    await enqueue(...Array.from({ length: 5 }, () => encodeMessage(user())));
    const event = await receiveBatch();
    await Promise.all([worker()(event), worker()(event)]);
    expect(mails).toHaveLength(5);
    expect(new Set(recipients()).size).toBe(5);
  });
});

describe('a user who gets no email', () => {
  it.each([
    ['no-address', { email: undefined }],
    ['invalid-address', { email: 'a@b.io,c@d.io' }],
    ['reserved-domain', { email: 'ada@example.com' }],
    ['unverified', { emailVerified: false }],
  ] as const)('is recorded as skipped: %s', async (reason, data) => {
    const one = user(data);
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(await stateOf(one)).toMatchObject({ state: 'SKIPPED', reason });
    expect(mails).toEqual([]);
  });

  it('is not recorded when the message is a probe', async () => {
    const one = user({ cause: 'probe' });
    await enqueue(encodeMessage(one));
    expect((await runBatch(worker())).kept).toBe(0);
    expect([await stateOf(one), mails]).toEqual([undefined, []]);
  });
});

describe('a send of unknown fate', () => {
  it.each([
    ['a reset', reset, 8_000],
    ['silence', silence, 200],
  ])('after %s waits without being sent again', async (_, answer, callLimit) => {
    answers.push(answer);
    const one = user();
    await enqueue(encodeMessage(one));
    const { event, kept } = await runBatch(worker({}, { callLimit }));
    expect(kept).toBe(1);
    expect(await stateOf(one)).toMatchObject({ state: 'UNCERTAIN', attempt: 1 });
    expect((await worker()(redelivered(event))).batchItemFailures).toHaveLength(1);
    expect(mails).toHaveLength(1);
  });

  it('is held at the cap, and lies in the dead-letter queue as uncertain', async () => {
    answers.push(reset);
    const one = user();
    await enqueue(encodeMessage(one));
    const { event } = await runBatch(worker());
    const atTheCap = worker({ DOUBT_CAP_SECONDS: '0' });
    expect(await atTheCap(redelivered(event))).toEqual({ batchItemFailures: [] });
    expect(await stateOf(one)).toMatchObject({ state: 'HELD' });
    expect(await reasons()).toEqual(['uncertain']);
    expect(mails).toHaveLength(1);
  });
});

describe('a send that SES refuses', () => {
  it('for its rate comes back and is sent, without an attempt spent', async () => {
    answers.push(refuse('Throttling', 'Maximum sending rate exceeded.'));
    const one = user();
    await enqueue(encodeMessage(one));
    const { event, kept } = await runBatch(worker());
    expect(kept).toBe(1);
    expect(await stateOf(one)).toMatchObject({ state: 'RETRY', budget: { attempts: 0 } });
    expect(await worker()(redelivered(event))).toEqual({ batchItemFailures: [] });
    expect(await stateOf(one)).toMatchObject({ state: 'SENT', attempt: 2 });
  });

  it('for the account alarms and stays', async () => {
    answers.push(refuse('AccountSendingPausedException', 'Account paused.'));
    await enqueue(encodeMessage(user()));
    expect((await runBatch(worker())).kept).toBe(1);
    expect(codes()).toContain('SES_ACCOUNT_REFUSED');
  });

  it('for itself is dead-lettered with the reason', async () => {
    answers.push(refuse('MessageRejected', 'Email content is not allowed: ada@mail.io'));
    await enqueue(encodeMessage(user()));
    expect((await runBatch(worker())).kept).toBe(0);
    expect(await reasons()).toEqual(['rejected']);
  });
});

describe('a table that fails', () => {
  const broken = async () => Promise.reject(new Error('no table for ada@mail.io'));

  it('before the claim sends nothing and keeps the message', async () => {
    await enqueue(encodeMessage(user()), encodeMessage(user()));
    expect((await runBatch(worker({}, { deliveries: { ...store, claim: broken } }))).kept).toBe(2);
    expect(mails).toEqual([]);
  });

  it('after SES accepted keeps the message, and the next receive sends nothing', async () => {
    await enqueue(encodeMessage(user()));
    const { event, kept } = await runBatch(worker({}, { deliveries: { ...store, recordSent: broken } }));
    expect(kept).toBe(1);
    expect(codes()).toContain('EMAIL_SENT');
    expect((await worker()(redelivered(event))).batchItemFailures).toHaveLength(1);
    expect(mails).toHaveLength(1);
  });
});

it('paces the emails of one process', async () => {
  await enqueue(...Array.from({ length: 4 }, () => encodeMessage(user())));
  const begin = performance.now();
  await runBatch(worker({ SEND_INTERVAL_MILLISECONDS: '60' }));
  expect(performance.now() - begin).toBeGreaterThanOrEqual(3 * 60 - 5);
  expect(mails).toHaveLength(4);
});
