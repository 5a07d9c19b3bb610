import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AddPermissionCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import { writeSmallAssembly } from '../small-assembly.ts';
import { type Stack, startStack } from '../stack.ts';

const arn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:small-test-${name}`;
const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:small-test-confirmations';

let folder: string;
let stack: Stack;
let lambda: LambdaClient;
let sqs: SQSClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-lambda-'));
  stack = await startStack({ assembly: writeSmallAssembly(folder), duplicateRate: 0 });
  lambda = new LambdaClient({ ...clientOptions(stack.endpoints.urls.lambda), maxAttempts: 1 });
  sqs = new SQSClient(clientOptions(stack.endpoints.urls.sqs));
});

afterAll(async () => {
  lambda?.destroy();
  sqs?.destroy();
  await stack?.stop();
  await rm(folder, { recursive: true });
});

const mappingsOf = async (filter: { FunctionName?: string; EventSourceArn?: string }) =>
  (await lambda.send(new ListEventSourceMappingsCommand(filter))).EventSourceMappings ?? [];

const stateOf = async (UUID: string | undefined) =>
  (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;

async function sendMail(address: string): Promise<void> {
  const QueueUrl = stack.endpoints.queues['confirmations']?.url;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ email: address }) }));
  await stack.inbox.waitForEmail(({ to }) => to.includes(address));
}

test('lists the mappings of a queue, of an alias, and none of the bare function', async () => {
  const [mapping, ...others] = await mappingsOf({ EventSourceArn: queueArn });
  expect(others).toEqual([]);
  expect(mapping).toMatchObject({
    UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    State: 'Enabled',
    EventSourceArn: queueArn,
    FunctionArn: `${arn('worker')}:live`,
    BatchSize: 10,
    ScalingConfig: { MaximumConcurrency: 2 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    LastModified: expect.any(Date),
  });
  expect(await mappingsOf({ FunctionName: 'small-test-worker:live', EventSourceArn: queueArn })).toEqual([mapping]);
  expect(await mappingsOf({ FunctionName: 'small-test-worker' })).toEqual([]);
});

test('pauses a mapping once its batches are done, and resumes it', async () => {
  const [{ UUID } = {}] = await mappingsOf({});
  const update = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  // A batch under way: its worker waits for an answer until its time is up.
  stack.ses.behave({ send: () => 'accept-then-silence' });
  await sendMail('before@example.com');
  expect((await update(false)).State).toBe('Disabling');
  await expect(update(true)).rejects.toMatchObject({ name: 'ResourceInUseException' });
  await expect.poll(() => stateOf(UUID), { timeout: 10_000 }).toBe('Disabled');
  expect(stack.mappings.list()).toMatchObject([{ running: false }]);
  stack.ses.behave();
  expect((await update(true)).State).toBe('Enabling');
  expect(await stateOf(UUID)).toBe('Enabled');
  await sendMail('after@example.com');
});

test('refuses to change what it could not change in earnest', async () => {
  const [{ UUID } = {}] = await mappingsOf({});
  const changed = lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 }));
  await expect(changed).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

test('tells how a function is configured, by name and by alias', async () => {
  const FunctionName = 'small-test-trigger';
  const plain = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(plain).toMatchObject({
    FunctionName,
    FunctionArn: arn('trigger'),
    Timeout: 4,
    MemorySize: 128,
    State: 'Active',
  });
  expect(plain.Environment?.Variables).toMatchObject({
    CONFIRMATIONS_QUEUE_URL: stack.endpoints.queues['confirmations']?.url,
    AWS_ENDPOINT_URL_SQS: stack.endpoints.urls.sqs,
  });
  const live = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }));
  expect(live).toMatchObject({ FunctionArn: `${arn('trigger')}:live`, Version: '1' });
});

test('tells where an alias points, and what concurrency is reserved', async () => {
  const FunctionName = 'small-test-trigger';
  expect(await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject({
    AliasArn: `${arn('trigger')}:live`,
    Name: 'live',
    FunctionVersion: '1',
  });
  const reserved = async (name: string) =>
    (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }))).ReservedConcurrentExecutions;
  expect([await reserved(FunctionName), await reserved('small-test-worker')]).toEqual([100, undefined]);
});

test('shows who may call an alias, and forgets it when told to', async () => {
  const trigger = { FunctionName: 'small-test-trigger', Qualifier: 'live' };
  const statements = async () => JSON.parse((await lambda.send(new GetPolicyCommand(trigger))).Policy ?? '').Statement;
  expect(await statements()).toEqual([
    {
      Sid: 'small-test-PoolMayCallTrigger',
      Effect: 'Allow',
      Principal: { Service: 'cognito-idp.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `${arn('trigger')}:live`,
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '000000000000' },
        ArnLike: { 'AWS:SourceArn': expect.stringMatching(/:userpool\/eu-central-1_/) },
      },
    },
  ]);
  const more = { StatementId: 'more', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };
  await lambda.send(new AddPermissionCommand({ ...trigger, ...more }));
  await expect(lambda.send(new AddPermissionCommand({ ...trigger, ...more }))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
  expect((await statements()).map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    'small-test-PoolMayCallTrigger',
    'more',
  ]);
  await lambda.send(new RemovePermissionCommand({ ...trigger, StatementId: 'more' }));
  expect(await statements()).toHaveLength(1);
});

test.each([
  ['a function', new GetFunctionConfigurationCommand({ FunctionName: 'other' })],
  ['an alias', new GetAliasCommand({ FunctionName: 'small-test-worker', Name: 'dead' })],
  ['a policy', new GetPolicyCommand({ FunctionName: 'small-test-worker' })],
  ['a statement', new RemovePermissionCommand({ FunctionName: 'small-test-worker', StatementId: 'none' })],
  ['a mapping', new GetEventSourceMappingCommand({ UUID: '00000000-0000-0000-0000-000000000000' })],
])('says so when there is no such thing: %s', async (_what, command) => {
  // The commands have no common type that send takes.
  await expect(lambda.send(command as GetPolicyCommand)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});
