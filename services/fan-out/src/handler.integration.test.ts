import type { AddressInfo } from 'node:net';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message, parseMessage, QUEUES } from '@postconfirm/contract';
import { createLog, createSqsClient, FAN_OUT_LINES } from '@postconfirm/runtime';
import type { Context, SQSRecord } from 'aws-lambda';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandler } from './handler.ts';
import { aConfirmation, aPasswordReset, targetsAt } from './message.builder.ts';

const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
const NAMES = [...QUEUES, 'confirmations-dlq'];
let origin: string;
let sqs: SQSClient;

const urlOf = (queue: string) => `${origin}/000000000000/${queue}`;

beforeAll(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', origin);
  sqs = createSqsClient();
});

beforeEach(() => Promise.all(NAMES.map((QueueName) => sqs.send(new CreateQueueCommand({ QueueName })))));
afterEach(() => Promise.allSettled(NAMES.map((queue) => sqs.send(new DeleteQueueCommand({ QueueUrl: urlOf(queue) })))));

afterAll(async () => {
  sqs.destroy();
  vi.unstubAllEnvs();
  await app.close();
});

const recordOf = (messageId: string, body: string) =>
  ({
    messageId,
    receiptHandle: 'gone',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  }) as unknown as SQSRecord;

async function invoke(...bodies: (Message | string)[]) {
  const written: string[] = [];
  const log = createLog({
    functionName: 'f',
    lines: FAN_OUT_LINES,
    destination: { write: (line) => written.push(line) },
  });
  const settings = {
    queueUrl: urlOf('confirmations'),
    deadLetterQueueUrl: urlOf('confirmations-dlq'),
    retentionSeconds: 1_209_600,
    agedMarginSeconds: 86_400,
    backoffBaseSeconds: 60,
    backoffCapSeconds: 14_400,
    targets: targetsAt(urlOf),
  };
  const records = bodies.map((body, index) =>
    recordOf(`${index}`, typeof body === 'string' ? body : encodeMessage(body)),
  );
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as unknown as Context;
  const response = await createHandler({ settings, sqs, log })({ Records: records }, context);
  return { kept: response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), text: written.join('') };
}

async function bodiesOn(queue: string): Promise<string[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MaxNumberOfMessages: 10 });
  return ((await sqs.send(command)).Messages ?? []).map(({ Body }) => Body ?? '');
}

const messagesOn = async (queue: string) => (await bodiesOn(queue)).map(parseMessage);
const message = (value: Message) => ({ kind: 'message', message: value });

describe('fan-out on SQS', () => {
  it('puts one copy on each queue of the route, the same message that came', async () => {
    const odd = aConfirmation('a');
    odd.data.name = '\u{1F600}\ufffe\u202E';
    const test = aConfirmation('t', 'console-test');
    expect(await invoke(odd, test, aPasswordReset('r'))).toMatchObject({ kept: [] });
    expect(await messagesOn('email')).toEqual([message(odd), message(test)]);
    expect(await messagesOn('enrichment')).toEqual([message(odd)]);
    expect(await bodiesOn('confirmations-dlq')).toEqual([]);
  });

  it('puts a bad message on the dead-letter queue and routes the others', async () => {
    const { kept, text } = await invoke(aConfirmation('a'), '{"email":"ann@example.com"', aConfirmation('b'));
    expect(kept).toEqual([]);
    expect(await messagesOn('email')).toEqual([message(aConfirmation('a')), message(aConfirmation('b'))]);
    expect(await bodiesOn('confirmations-dlq')).toEqual(['{"email":"ann@example.com"']);
    expect(text).not.toContain('ann@example.com');
  });

  it('keeps what a lost queue did not take, and acknowledges what does not go there', async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: urlOf('enrichment') }));
    const { kept } = await invoke(aConfirmation('a'), aConfirmation('t', 'console-test'), aPasswordReset('r'));
    expect(kept).toEqual(['0']);
    expect(await messagesOn('email')).toEqual([
      message(aConfirmation('a')),
      message(aConfirmation('t', 'console-test')),
    ]);
  });
});
