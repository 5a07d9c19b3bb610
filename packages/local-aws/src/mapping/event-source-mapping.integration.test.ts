import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCOUNT_ID, clientOptions } from '../account.ts';
import { type Gate, openGate } from '../emulators/gate.ts';
import type { HttpListener } from '../emulators/listener.ts';
import { startQueuesAndTopics } from '../emulators/queues-and-topics.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { seededRandom } from '../random.ts';
import { Waiter } from '../waiter.ts';
import { EventSourceMapping, type MappingSettings } from './event-source-mapping.ts';

type SqsEvent = { Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[] };
type Handler = (event: SqsEvent) => Promise<object | null> | object | null;

let emulator: HttpListener;
let gate: Gate;
let client: SQSClient;
let mapping: EventSourceMapping | undefined;
/** Bodies in the order in which they were handed to the function. */
let delivered: string[];
let most: { now: number; ever: number };
const changes = new Waiter();

beforeEach(async () => {
  emulator = await startQueuesAndTopics();
  gate = await openGate('sqs', emulator.server);
  client = new SQSClient(clientOptions(emulator.url));
  delivered = [];
  most = { now: 0, ever: 0 };
});

afterEach(async () => {
  await mapping?.stop();
  mapping = undefined;
  client.destroy();
  await gate.close();
  await emulator.close();
});

const queueUrl = () => `${gate.url}/${ACCOUNT_ID}/work`;

async function fill(bodies: readonly string[], attributes: Record<string, string> = { VisibilityTimeout: '1' }) {
  await client.send(new CreateQueueCommand({ QueueName: 'work', Attributes: attributes }));
  for (let from = 0; from < bodies.length; from += 10) {
    const Entries = bodies.slice(from, from + 10).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl(), Entries }));
  }
}

function consume(
  handler: Handler,
  {
    duplicateRate = 0,
    mostInvocations = 5,
    ...settings
  }: Partial<MappingSettings> & { duplicateRate?: number; mostInvocations?: number } = {},
) {
  const invoke = async (payload: string): Promise<InvocationResult> => {
    const event = JSON.parse(payload) as SqsEvent;
    most.now += 1;
    most.ever = Math.max(most.ever, most.now);
    delivered.push(...event.Records.map(({ body }) => body));
    changes.changed();
    try {
      return { payload: JSON.stringify(await handler(event)) };
    } catch {
      return { payload: '{"errorMessage":"thrown"}', functionError: 'Unhandled' };
    } finally {
      most.now -= 1;
    }
  };
  const queueArn = `arn:aws:sqs:eu-central-1:${ACCOUNT_ID}:work`;
  const standard = { queueUrl: queueUrl(), queueArn, service: 'worker', batchSize: 10, windowSeconds: 0 };
  mapping = new EventSourceMapping(
    { ...standard, uuid: 'u-1', functionArn: 'arn:worker', reportsItems: true, enabled: true, ...settings },
    { sqsEndpoint: gate.url, invoke, random: seededRandom(1), duplicateRate, mostInvocations, log: () => undefined },
  );
  mapping.start();
  return mapping;
}

const times = (body: string) => delivered.filter((other) => other === body).length;
const until = (what: string, look: () => boolean) => changes.until(look, { what });

async function left(): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl(), AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await client.send(command);
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

test('hands records over as Lambda shapes them and empties the queue', async () => {
  await fill(['one']);
  let event: SqsEvent | undefined;
  const running = consume((given) => {
    event = given;
    return null;
  });
  await until('the message', () => times('one') === 1);
  await running.pause();
  expect(event?.Records[0]).toEqual({
    messageId: expect.stringMatching(/^[\da-f-]{36}$/),
    receiptHandle: expect.any(String),
    body: 'one',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    messageAttributes: {},
    md5OfBody: expect.stringMatching(/^[\da-f]{32}$/),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-central-1:${ACCOUNT_ID}:work`,
    awsRegion: 'eu-central-1',
  });
  expect(await left()).toBe(0);
});

test('returns only the items that failed, after the visibility timeout', async () => {
  await fill(['good', 'bad']);
  const running = consume(({ Records }) => ({
    batchItemFailures: Records.flatMap(({ messageId, body, attributes }) =>
      body === 'bad' && attributes.ApproximateReceiveCount === '1' ? [{ itemIdentifier: messageId }] : [],
    ),
  }));
  await until('the second delivery', () => times('bad') === 2);
  await running.pause();
  expect(times('good')).toBe(1);
  expect(await left()).toBe(0);
});

test('returns the whole batch after a function error', async () => {
  await fill(['one', 'two']);
  let failing = 2;
  const running = consume(({ Records }) => {
    failing -= Records.length;
    if (failing >= 0) throw new Error('crash');
    return null;
  });
  await until('the second deliveries', () => times('one') === 2 && times('two') === 2);
  await running.pause();
  expect(await left()).toBe(0);
});

test('never runs more at once than its maximum concurrency', async () => {
  await fill(Array.from({ length: 60 }, (_, index) => String(index)));
  consume(() => Promise.resolve(null), { maximumConcurrency: 2 });
  await until('all messages', () => new Set(delivered).size === 60);
  expect(most.ever).toBeLessThanOrEqual(2);
});

test('runs ten at once for each provisioned poller, as far as there are processes', async () => {
  await fill(Array.from({ length: 60 }, (_, index) => String(index)));
  const all = Promise.withResolvers<null>();
  const untilTwelveRun = () => {
    if (most.now >= 12) all.resolve(null);
    return all.promise;
  };
  consume(untilTwelveRun, { batchSize: 1, pollers: { minimum: 2, maximum: 2 }, mostInvocations: 12 });
  await until('all messages', () => new Set(delivered).size === 60);
  expect(most.ever).toBe(12);
});

test('delivers out of order, and some messages twice', async () => {
  const bodies = Array.from({ length: 100 }, (_, index) => String(index));
  await fill(bodies);
  consume(() => null, { duplicateRate: 0.2 });
  await until('all messages and some twice', () => new Set(delivered).size === 100 && delivered.length > 110);
  expect([...new Set(delivered)]).not.toEqual(bodies);
});

test('collects more than one receive when it has a window', async () => {
  await fill(Array.from({ length: 25 }, (_, index) => String(index)));
  const sizes: number[] = [];
  consume(
    ({ Records }) => {
      sizes.push(Records.length);
      return null;
    },
    { batchSize: 25, windowSeconds: 1, maximumConcurrency: 1 },
  );
  await until('all messages', () => delivered.length === 25);
  expect(Math.max(...sizes)).toBeGreaterThan(10);
});

test('takes nothing while paused and everything afterwards', async () => {
  await fill([]);
  const running = consume(() => null);
  await running.pause();
  await fill(['later']);
  expect([running.enabled, await left(), delivered]).toEqual([false, 1, []]);
  running.resume();
  await until('the message', () => times('later') === 1);
});

test('goes on after an outage of the queue service', async () => {
  await fill([]);
  consume(() => null);
  const open = await gate.shut();
  await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl(), Entries: [{ Id: '1', MessageBody: 'kept' }] }));
  expect(delivered).toEqual([]);
  await open();
  await until('the message', () => times('kept') === 1);
});
