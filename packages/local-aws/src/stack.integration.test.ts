import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions } from './account.ts';
import type { LogLine } from './lambda/logs.ts';
import { writeSmallAssembly } from './small-assembly.ts';
import { type Stack, startStack } from './stack.ts';

let folder: string;
let assembly: string;
let stack: Stack;
let cognito: CognitoIdentityProviderClient;
let sqs: SQSClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-stack-'));
  assembly = writeSmallAssembly(path.join(folder, 'assembly'));
  stack = await startStack({ assembly, duplicateRate: 0, logFolder: path.join(folder, 'logs') });
  cognito = new CognitoIdentityProviderClient(clientOptions(stack.endpoints.urls.cognito));
  sqs = new SQSClient({ ...clientOptions(stack.endpoints.urls.sqs), maxAttempts: 1 });
});

afterAll(async () => {
  cognito?.destroy();
  sqs?.destroy();
  await stack?.stop();
  await rm(folder, { recursive: true });
});

async function signUp(address: string, plan = 'gold'): Promise<void> {
  const { userPoolClientId: ClientId } = stack.endpoints;
  const UserAttributes = [{ Name: 'custom:plan', Value: plan }];
  await cognito.send(new SignUpCommand({ ClientId, Username: address, Password: 'Only-for-tests-1', UserAttributes }));
  const ConfirmationCode = stack.codes.latest(address);
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: address, ConfirmationCode }));
}

const confirmations = () => stack.endpoints.queues['confirmations'] ?? { url: '', deadLetterUrl: '' };

test('carries a sign-up from Cognito over the queue to the inbox', async () => {
  await signUp('one@example.com');
  const email = await stack.inbox.waitForEmail(({ to }) => to.includes('one@example.com'));
  expect(email).toMatchObject({ subject: 'Welcome', tags: { kind: 'confirmed' }, configurationSet: 'small-test' });
});

test('gives queues the attributes of the template', async () => {
  const command = new GetQueueAttributesCommand({ QueueUrl: confirmations().url, AttributeNames: ['All'] });
  const { Attributes } = await sqs.send(command);
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '1',
    QueueArn: expect.stringMatching(/small-test-confirmations$/),
  });
  expect(JSON.parse(Attributes?.['RedrivePolicy'] ?? '')).toEqual({
    deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:000000000000:small-test-confirmations-dlq',
    maxReceiveCount: 2,
  });
});

test('moves a message that always fails to the dead-letter queue', async () => {
  const { url, deadLetterUrl } = confirmations();
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '{"poison":true}' }));
  const receive = new ReceiveMessageCommand({ QueueUrl: deadLetterUrl, WaitTimeSeconds: 10 });
  const { Messages = [] } = await sqs.send(receive);
  expect(Messages.map(({ Body }) => Body)).toEqual(['{"poison":true}']);
});

test('passes what the trigger throws on to the user', async () => {
  await expect(signUp('two@example.com', 'throw')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PostConfirmation failed with error no such plan.',
  });
});

test('tells the user when the pool may not call the trigger, until it may again', async () => {
  const lambda = new LambdaClient(clientOptions(stack.endpoints.urls.lambda));
  const alias = { FunctionName: stack.endpoints.functions['trigger'], Qualifier: 'live' };
  const StatementId = 'small-test-PoolMayCallTrigger';
  await lambda.send(new RemovePermissionCommand({ ...alias, StatementId }));
  await expect(signUp('four@example.com')).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PostConfirmation invocation failed due to error AccessDeniedException.',
  });
  const may = { Action: 'lambda:InvokeFunction', Principal: 'cognito-idp.amazonaws.com' };
  await lambda.send(new AddPermissionCommand({ ...alias, ...may, StatementId }));
  await signUp('five@example.com');
  await stack.inbox.waitForEmail(({ to }) => to.includes('five@example.com'));
  expect(stack.inbox.emails().flatMap(({ to }) => to)).not.toContain('four@example.com');
  lambda.destroy();
});

test('tells the user when the trigger cannot be initialized, until it is deployed anew', async () => {
  const restore = await stack.functions.deployWith('trigger', { CONFIRMATIONS_QUEUE_URL: '' });
  await expect(signUp('six@example.com')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: expect.stringContaining('CONFIRMATIONS_QUEUE_URL is missing'),
  });
  await restore();
  await signUp('seven@example.com');
  await stack.inbox.waitForEmail(({ to }) => to.includes('seven@example.com'));
  expect(stack.inbox.emails().flatMap(({ to }) => to)).not.toContain('six@example.com');
});

test('loses nothing while an emulator is unreachable', async () => {
  const restore = await stack.outage('ses');
  await signUp('three@example.com');
  await stack.logs.waitFor(
    ({ service, text }) => service === 'worker' && text.includes('returns after the visibility'),
  );
  await restore();
  const email = await stack.inbox.waitForEmail(({ to }) => to.includes('three@example.com'));
  expect(email.subject).toBe('Welcome');
});

test('calls a function on schedule, and says when the function does not let it', async () => {
  const ticked = ({ service, text }: LogLine) => service === 'ticker' && text === '{"ticked":{"job":"report"}}';
  await stack.logs.waitFor(ticked);
  const lambda = new LambdaClient(clientOptions(stack.endpoints.urls.lambda));
  const statement = { FunctionName: 'small-test-ticker', Qualifier: 'live', StatementId: 'small-test-TickMayCall' };
  await lambda.send(new RemovePermissionCommand(statement));
  const dropped = await stack.logs.waitFor(({ text }) => text.includes("A rule's event was dropped"));
  expect([dropped.service, dropped.text]).toEqual([
    'ticker',
    expect.stringContaining('events.amazonaws.com may not call'),
  ]);
  lambda.destroy();
});

test('answers operators by the clients of logs, metrics and identity', async () => {
  const { urls } = stack.endpoints;
  const logs = new CloudWatchLogsClient(clientOptions(urls.logs));
  const metrics = new CloudWatchClient(clientOptions(urls.cloudwatch));
  const sts = new STSClient(clientOptions(urls.sts));
  await signUp('eight@example.com');
  const search = { logGroupName: '/aws/lambda/small-test-trigger', filterPattern: '"eight@example.com"' };
  expect((await logs.send(new FilterLogEventsCommand(search))).events).toHaveLength(1);
  const Dimensions = [{ Name: 'QueueName', Value: 'small-test-confirmations-dlq' }];
  const Metric = { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Dimensions };
  const [StartTime, EndTime] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  const MetricDataQueries = [{ Id: 'depth', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }];
  const { MetricDataResults } = await metrics.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime }));
  expect(MetricDataResults).toMatchObject([{ Id: 'depth', Values: [expect.any(Number)] }]);
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(stack.endpoints.accountId);
  for (const client of [logs, metrics, sts]) client.destroy();
});

test('writes what a function says to a file of its own', async () => {
  await stack.functions.invoke('trigger', { request: { userAttributes: {} } });
  expect(await readdir(path.join(folder, 'logs'))).toContain('trigger.log');
});

test('names the missing setting of a function', async () => {
  const environment = { trigger: { CONFIRMATIONS_QUEUE_URL: '' } };
  const other = await startStack({ assembly, environment });
  try {
    const { payload, functionError } = await other.functions.invoke('trigger', {});
    expect([functionError, payload]).toEqual([
      'Unhandled',
      expect.stringContaining('CONFIRMATIONS_QUEUE_URL is missing'),
    ]);
  } finally {
    await other.stop();
  }
});

test('stops everything, twice if asked', async () => {
  const other = await startStack({ assembly });
  await other.functions.invoke('worker', { Records: [] });
  const [pid = 0] = other.functions.pids('worker');
  await other.stop();
  await other.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(fetch(other.endpoints.urls.cognito)).rejects.toThrow('fetch failed');
});

test('leaves nothing behind when a step fails', async () => {
  const port = Number(new URL(stack.endpoints.inbox).port);
  await expect(startStack({ assembly, ports: { inbox: port } })).rejects.toThrow('wanted for the inbox page, is taken');
});
