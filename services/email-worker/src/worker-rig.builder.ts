import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { CONFIRMED, type ConfirmedData, confirmedId, type Message } from '@postconfirm/contract';
import { createDynamoDbClient, createDynamoDbDeliveryStore, type DeliveryStore } from '@postconfirm/ledger';
import { createMemoryEventFlowStore } from '@postconfirm/ledger/memory';
import { startTable } from '@postconfirm/ledger/table.builder.ts';
import { createLog, createSqsClient, EMAIL_WORKER_LINES } from '@postconfirm/runtime';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { readEnvironment } from './env.ts';
import { environment } from './environment.builder.ts';
import { createHandler } from './handler.ts';
import { createSesClient, createSesMailer } from './ses-mailer.ts';

export const POOL = 'eu-central-1_Abc';
const TABLE = 'postconfirm-local';
const SECRET_NAME = 'Zephyrine';

/** Every call that came over the wire, by service and in order: what it asked for, an email as `SendEmail`. */
export const calls: Record<'dynamoDb' | 'sqs' | 'ses', string[]> = { dynamoDb: [], sqs: [], ses: [] };
const operationOf = ({ headers }: { headers: IncomingHttpHeaders }) =>
  String(headers['x-amz-target']).split('.')[1] ?? '';

async function startLedger(): Promise<Started> {
  const table = await startTable(TABLE);
  calls.dynamoDb = table.calls;
  return table;
}

async function startQueues(): Promise<Started> {
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
  app.addHook('onRequest', async (request) => void calls.sqs.push(operationOf(request)));
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() };
}

type Started = { url: string; close: () => unknown };

async function urlOf(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** SES: what it took, and how it answers the next calls; without an answer of its own it accepts. */
export type Answer = (response: ServerResponse) => void;
export const mails: URLSearchParams[] = [];
export const answers: Answer[] = [];
export const accept: Answer = (response) =>
  response.end(`<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
    <MessageId>ses-${mails.length}</MessageId></SendEmailResult></SendEmailResponse>`);
export const reset: Answer = (response) => response.socket?.resetAndDestroy();
export const silence: Answer = () => undefined;
export const refuse =
  (code: string, message: string): Answer =>
  (response) =>
    response.writeHead(400).end(`<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error>
      <Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);
async function startSes(): Promise<Started> {
  const server = createServer(async (request, response) => {
    const mail = new URLSearchParams(await bodyOf(request));
    mails.push(mail);
    calls.ses.push(String(mail.get('Action')));
    (answers.shift() ?? accept)(response);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: await urlOf(server), close };
}
export const recipients = () => mails.map((mail) => mail.get('Destination.ToAddresses.member.1')).sort();

let sqs: SQSClient;
let dynamoDb: DynamoDBClient;
export let store: DeliveryStore;
let queueUrl: string;
let deadLetterQueueUrl: string;
const sesClients: { destroy(): void }[] = [];
export const lines: string[] = [];

/** Starts what the worker talks to, for one file of tests; no line of its log may hold an address or a name. */
export function useWorkerRig(): void {
  let services: Started[] = [];
  beforeAll(async () => {
    services = await Promise.all([startQueues(), startLedger(), startSes()]);
    const [sqsUrl, dynamoDbUrl, sesUrl] = services.map(({ url }) => url);
    const environmentOfClients = {
      AWS_ENDPOINT_URL_SQS: sqsUrl,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_SES: sesUrl,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    for (const [name, value] of Object.entries(environmentOfClients)) vi.stubEnv(name, value);
    [sqs, dynamoDb] = [createSqsClient(), createDynamoDbClient()];
    store = createDynamoDbDeliveryStore(dynamoDb, TABLE);
    await sqs.send(new CreateQueueCommand({ QueueName: 'email' }));
    await sqs.send(new CreateQueueCommand({ QueueName: 'email-dlq' }));
    queueUrl = `${sqsUrl}/000000000000/email`;
    deadLetterQueueUrl = `${queueUrl}-dlq`;
  });
  afterAll(async () => {
    for (const client of [sqs, dynamoDb, ...sesClients.splice(0)]) client.destroy();
    for (const { close } of services) await close();
    vi.unstubAllEnvs();
  });
  beforeEach(async () => {
    for (const list of [mails, answers, lines]) list.length = 0;
    for (const QueueUrl of [queueUrl, deadLetterQueueUrl]) await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });
  afterEach(() => {
    expect(lines.join('\n')).not.toMatch(new RegExp(`@|${SECRET_NAME}`));
  });
}

/** A worker as `index.ts` composes it, with what differs from a healthy one. */
export function worker(changes: Record<string, string> = {}, { deliveries = store, callLimit = 8_000 } = {}) {
  const local = { QUEUE_URL: queueUrl, DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl, SEND_INTERVAL_MILLISECONDS: '0' };
  const settings = readEnvironment(environment({ ...local, ...changes }));
  const client = createSesClient();
  sesClients.push(client);
  const log = createLog({
    functionName: 'email-worker',
    lines: EMAIL_WORKER_LINES,
    destination: { write: (line) => void lines.push(line) },
  });
  const mailer = createSesMailer({ client, ...settings, callLimit });
  const handler = createHandler({ settings, sqs, store: deliveries, flow: createMemoryEventFlowStore(), mailer, log });
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 } as Context;
  return (event: SQSEvent): Promise<SQSBatchResponse> => handler(event, context);
}

let users = 0;
export const user = (data: Partial<ConfirmedData> = {}, envelope: Partial<Message> = {}): Message => {
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

export const enqueue = async (...bodies: string[]) => {
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
};

/** One batch as the event-source mapping hands it over. */
export async function receiveBatch(QueueUrl = queueUrl): Promise<SQSEvent> {
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

export async function runBatch(handle: ReturnType<typeof worker>) {
  const event = await receiveBatch();
  const kept = await acknowledge(event, await handle(event));
  return { event, kept };
}

export const redelivered = (event: SQSEvent): SQSEvent => ({
  Records: event.Records.map((record) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
  })),
});

export const stateOf = ({ subject }: Message) => store.read({ pool: POOL, sub: subject, kind: 'confirmed' });
export const codes = () => lines.map((line) => JSON.parse(line).code as string);
export const reasons = async () =>
  (await receiveBatch(deadLetterQueueUrl)).Records.map(
    ({ messageAttributes }) => (messageAttributes['reason'] as { StringValue?: string } | undefined)?.StringValue,
  );
