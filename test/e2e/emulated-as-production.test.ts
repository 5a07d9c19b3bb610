import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Assembly, synthesize, type Template } from '@postconfirm/infra';
import { exampleConfig } from '@postconfirm/infra/config/example.builder.ts';
import { STAGE_DIFFERENCES } from '@postconfirm/infra/config/stage-differences.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useStack } from '../support/stack.ts';

/** What the emulators hold is compared with production's template, not with the local one that made it. */
const stack = useStack();
let folder = '';
let production: Assembly;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-production-'));
  production = await synthesize({ stage: 'prod', config: exampleConfig('prod'), outdir: folder, bundle: false });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Resource = Template['Resources'][string];

const resources = (type: string): Resource[] =>
  Object.values(production.templates)
    .flatMap((template) => Object.values(template.Resources))
    .filter((resource) => resource.Type === type);

const isListed = (type: string, property: string) =>
  STAGE_DIFFERENCES.some((listed) => listed.type === type && listed.path === `Properties.${property}`);

/** Properties of production that are otherwise here, and that no list allows to be. */
const unlisted = (type: string, expected: Record<string, unknown>, actual: Record<string, unknown>): string[] =>
  Object.keys(expected).filter(
    (property) => JSON.stringify(expected[property]) !== JSON.stringify(actual[property]) && !isListed(type, property),
  );

const localName = (value: unknown) => String(value).replace('postconfirm-prod', 'postconfirm-local');

it('holds every queue of production, attribute for attribute', async () => {
  const { region, urls, credentials } = stack().endpoints;
  const sqs = new SQSClient({ region, endpoint: urls.sqs, credentials });
  const queues = resources('AWS::SQS::Queue');
  expect(queues.length).toBeGreaterThanOrEqual(8);
  for (const { Properties = {} } of queues) {
    const { QueueName, RedrivePolicy, RedriveAllowPolicy, ...scalars } = Properties;
    const QueueUrl = `${urls.sqs}/000000000000/${localName(QueueName)}`;
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const wanted = Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, String(value)]));
    expect(unlisted('AWS::SQS::Queue', wanted, Attributes), `${QueueName}`).toEqual([]);
    const redrive = JSON.parse(Attributes['RedrivePolicy'] ?? '{}');
    const { maxReceiveCount } = (RedrivePolicy ?? {}) as { maxReceiveCount?: number };
    expect(redrive.maxReceiveCount === undefined ? undefined : Number(redrive.maxReceiveCount)).toBe(maxReceiveCount);
    if (maxReceiveCount) expect(redrive.deadLetterTargetArn).toMatch(new RegExp(`:${localName(QueueName)}-dlq$`));
    expect(Attributes['RedriveAllowPolicy'] === undefined).toBe(RedriveAllowPolicy === undefined);
  }
});

it('holds the table of production with its keys and its index', async () => {
  const { region, urls, credentials, tableName } = stack().endpoints;
  const dynamodb = new DynamoDBClient({ region, endpoint: urls.dynamodb, credentials });
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
  const [table] = resources('AWS::DynamoDB::Table');
  const wanted = table?.Properties as unknown as {
    KeySchema: unknown;
    AttributeDefinitions: { AttributeName: string }[];
    BillingMode: string;
    GlobalSecondaryIndexes: { IndexName: string; KeySchema: unknown; Projection: unknown }[];
  };
  const byName = (a: { AttributeName?: string | undefined }, b: { AttributeName?: string | undefined }) =>
    String(a.AttributeName).localeCompare(String(b.AttributeName));
  expect(Table?.KeySchema).toEqual(wanted.KeySchema);
  expect(Table?.AttributeDefinitions?.sort(byName)).toEqual(wanted.AttributeDefinitions.sort(byName));
  expect(Table?.BillingModeSummary?.BillingMode).toBe(wanted.BillingMode);
  expect(
    Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
  ).toEqual(wanted.GlobalSecondaryIndexes);
});

it('feeds every function as the mappings of production do', () => {
  const mappings = stack().mappings.list();
  const wanted = resources('AWS::Lambda::EventSourceMapping').map(({ Properties = {} }) => ({
    batchSize: Properties['BatchSize'],
    windowSeconds: Properties['MaximumBatchingWindowInSeconds'] ?? 0,
    maximumConcurrency: (Properties['ScalingConfig'] as { MaximumConcurrency?: number } | undefined)
      ?.MaximumConcurrency,
    reportsItems: JSON.stringify(Properties['FunctionResponseTypes']) === '["ReportBatchItemFailures"]',
  }));
  const held = mappings.map(({ batchSize, windowSeconds, maximumConcurrency, reportsItems }) => ({
    batchSize,
    windowSeconds,
    maximumConcurrency,
    reportsItems,
  }));
  const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  expect(wanted.length).toBeGreaterThanOrEqual(3);
  expect(sorted(held)).toEqual(sorted(wanted));
});

it('gives every function the settings of production', () => {
  const functions = resources('AWS::Lambda::Function');
  expect(functions.length).toBeGreaterThanOrEqual(4);
  for (const { Properties = {} } of functions) {
    const held = stack()
      .functions.list()
      .find(({ functionName }) => functionName === localName(Properties['FunctionName']));
    const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
    expect({ timeout: held?.timeoutSeconds, memory: held?.memoryMegabytes, handler: held?.handler }).toEqual({
      timeout: Properties['Timeout'],
      memory: Properties['MemorySize'],
      handler: Properties['Handler'],
    });
    // Values that CloudFormation makes (URLs, names) are objects in a template; what is written out must be the same.
    const written = Object.fromEntries(Object.entries(Variables).filter(([, value]) => typeof value === 'string'));
    const differing = Object.keys(written).filter((name) => localName(written[name]) !== held?.environment[name]);
    expect(differing.filter((name) => !isListed('AWS::Lambda::Function', `Environment.Variables.${name}`))).toEqual([]);
    for (const name of Object.keys(Variables)) expect(held?.environment, name).toHaveProperty(name);
  }
});
