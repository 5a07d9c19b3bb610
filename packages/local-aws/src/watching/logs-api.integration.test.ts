import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../account.ts';
import type { Listener } from '../emulators/listener.ts';
import { Logs } from '../lambda/logs.ts';
import { startLogsApi } from './logs-api.ts';

const logGroupName = '/aws/lambda/small-test-trigger';

let logs: Logs;
let api: Listener;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  logs = new Logs();
  api = await startLogsApi(logs, [
    { name: logGroupName, service: 'trigger', retentionDays: 30 },
    { name: '/aws/lambda/small-test-worker', service: 'worker' },
  ]);
  client = new CloudWatchLogsClient({ ...clientOptions(api.url), maxAttempts: 1 });
});
afterEach(async () => {
  vi.useRealTimers();
  client.destroy();
  await api.close();
});

const write = (text: string, service = 'trigger') => logs.append({ service, environment: 2, from: 'function', text });

async function messages(search: object): Promise<string[]> {
  const found: string[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, ...search })) {
    found.push(...events.map(({ message = '' }) => message));
  }
  return found;
}

test('finds the lines of one function with a code', async () => {
  write('{"code":"ENQUEUE_FAILED","sub":"one"}');
  write('{"code":"ENQUEUED","sub":"two"}');
  write('{"code":"ENQUEUE_FAILED","sub":"three"}', 'worker');
  const filterPattern = '{ $.code = "ENQUEUE_FAILED" }';
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  expect(events).toEqual([
    {
      eventId: expect.stringMatching(/^\d+$/),
      logStreamName: 'local/[1]2',
      timestamp: expect.any(Number),
      ingestionTime: expect.any(Number),
      message: '{"code":"ENQUEUE_FAILED","sub":"one"}',
    },
  ]);
});

test('finds what was written from a time to a time, both included', async () => {
  for (const at of [1000, 2000, 3000, 4000]) {
    vi.setSystemTime(at);
    write(`at ${at}`);
  }
  vi.useRealTimers();
  expect(await messages({ startTime: 2000, endTime: 3000 })).toEqual(['at 2000', 'at 3000']);
});

test('gives long logs in pages, of which some are empty', async () => {
  for (let number = 0; number < 2500; number += 1) write(number % 1200 === 0 ? `"needle" ${number}` : 'hay');
  const first = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '"needle"', limit: 1 }));
  const second = await client.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: '"needle"', limit: 1, nextToken: first.nextToken }),
  );
  expect([first.events?.length, second.events, second.nextToken]).toEqual([1, [], expect.any(String)]);
  expect(await messages({ filterPattern: '"needle"' })).toEqual(['"needle" 0', '"needle" 1200', '"needle" 2400']);
});

test.each([
  ['an unknown group', { logGroupName: '/aws/lambda/other' }, 'ResourceNotFoundException'],
  ['a pattern that it does not know', { filterPattern: '{ $.a > 1 }' }, 'InvalidParameterException'],
  ['a token that it did not give', { nextToken: 'other' }, 'InvalidParameterException'],
  ['a choice of streams', { logStreamNames: ['one'] }, 'InvalidParameterException'],
])('refuses %s', async (_what, search, name) => {
  await expect(client.send(new FilterLogEventsCommand({ logGroupName, ...search }))).rejects.toMatchObject({ name });
});

test('tells how long a group is kept', async () => {
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }));
  expect(logGroups.map(({ logGroupName: name, retentionInDays }) => [name, retentionInDays])).toEqual([
    [logGroupName, 30],
    ['/aws/lambda/small-test-worker', undefined],
  ]);
});
