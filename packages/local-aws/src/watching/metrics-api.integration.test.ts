import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../account.ts';
import type { Listener } from '../emulators/listener.ts';
import { startQueuesAndTopics } from '../emulators/queues-and-topics.ts';
import { Logs } from '../lambda/logs.ts';
import { startMetricsApi } from './metrics-api.ts';

const MINUTE_MS = 60_000;

let logs: Logs;
let queues: Listener;
let api: Listener;
let client: CloudWatchClient;
let sqs: SQSClient;
let QueueUrl: string | undefined;

beforeEach(async () => {
  logs = new Logs();
  queues = await startQueuesAndTopics();
  api = await startMetricsApi({ logs, sqsUrl: queues.url });
  client = new CloudWatchClient({ ...clientOptions(api.url), maxAttempts: 1 });
  sqs = new SQSClient(clientOptions(queues.url));
  await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  QueueUrl = `${queues.url}/000000000000/work`;
});
afterEach(async () => {
  vi.useRealTimers();
  client.destroy();
  sqs.destroy();
  await api.close();
  await queues.close();
});

const query = (Namespace: string, MetricName: string, dimension: [string, string], Stat = 'Sum'): MetricDataQuery => ({
  Id: 'm1',
  MetricStat: {
    Metric: { Namespace, MetricName, Dimensions: [{ Name: dimension[0], Value: dimension[1] }] },
    Period: 60,
    Stat,
  },
});

async function ask(wanted: MetricDataQuery, { from = Date.now() - 5 * MINUTE_MS, to = Date.now() + 1 } = {}) {
  const times = { StartTime: new Date(from), EndTime: new Date(to) };
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({ MetricDataQueries: [wanted], ...times }),
  );
  return MetricDataResults[0];
}

const ofQueue = (metric: string, queue = 'work') => query('AWS/SQS', metric, ['QueueName', queue], 'Maximum');

test('counts the messages of a queue without taking one', async () => {
  for (const body of ['one', 'two', 'three']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }));
  expect((await ask(ofQueue('ApproximateNumberOfMessagesVisible')))?.Values).toEqual([2]);
  expect((await ask(ofQueue('ApproximateNumberOfMessagesNotVisible')))?.Values).toEqual([1]);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages.map(({ Attributes }) => Attributes?.['ApproximateReceiveCount'])).toEqual(['1', '1']);
});

test('counts a message as visible again when its time has run out', async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
  const visible = async () => (await ask(ofQueue('ApproximateNumberOfMessagesVisible')))?.Values;
  expect(await visible()).toEqual([0]);
  await expect.poll(visible, { timeout: 5000 }).toEqual([1]);
});

test('tells the age of the oldest message, also of one in flight', async () => {
  vi.setSystemTime(Date.now() - 10 * MINUTE_MS);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));
  vi.useRealTimers();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'new' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
  const [age] = (await ask(ofQueue('ApproximateAgeOfOldestMessage')))?.Values ?? [];
  expect(age).toBeGreaterThanOrEqual(600);
  expect(age).toBeLessThan(660);
});

test('knows nothing of a queue that is not there', async () => {
  expect(await ask(ofQueue('ApproximateNumberOfMessagesVisible', 'other'))).toMatchObject({
    StatusCode: 'Complete',
    Values: [],
  });
});

function count(functionName: string, at: number, metric = 'ENQUEUE_FAILED'): void {
  const CloudWatchMetrics = [
    { Namespace: 'postconfirm', Dimensions: [['FunctionName']], Metrics: [{ Name: metric, Unit: 'Count' }] },
  ];
  const line = { _aws: { Timestamp: at, CloudWatchMetrics }, FunctionName: functionName, code: metric, [metric]: 1 };
  logs.append({ service: functionName, environment: 1, from: 'function', text: JSON.stringify(line) });
}

test("sums what a function's lines count, minute by minute", async () => {
  const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  for (const at of [minute - 3 * MINUTE_MS, minute - MINUTE_MS, minute - MINUTE_MS + 59_999]) count('trigger', at);
  count('fan-out', minute - MINUTE_MS);
  count('trigger', minute - MINUTE_MS, 'ENQUEUED');
  logs.append({ service: 'trigger', environment: 1, from: 'function', text: '{"_aws": ENQUEUE_FAILED' });
  const wanted = query('postconfirm', 'ENQUEUE_FAILED', ['FunctionName', 'trigger']);
  expect(await ask(wanted, { from: minute - 5 * MINUTE_MS })).toEqual({
    Id: 'm1',
    Label: 'ENQUEUE_FAILED',
    StatusCode: 'Complete',
    Timestamps: [new Date(minute - MINUTE_MS), new Date(minute - 3 * MINUTE_MS)],
    Values: [2, 1],
  });
  expect((await ask(wanted, { from: minute - 2 * MINUTE_MS }))?.Values).toEqual([2]);
});

test.each<[string, MetricDataQuery]>([
  ['a math expression', { Id: 'm1', Expression: 'm2 + m3' }],
  ['a percentile', query('postconfirm', 'ENQUEUED', ['FunctionName', 'trigger'], 'p99')],
  ["another of a queue's metrics", ofQueue('NumberOfMessagesSent')],
  ['metrics of another service', query('AWS/Lambda', 'Errors', ['FunctionName', 'trigger'])],
])('refuses %s', async (_what, wanted) => {
  await expect(ask(wanted)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});
