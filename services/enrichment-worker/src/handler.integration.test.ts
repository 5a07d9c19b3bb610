import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { confirmedId, encodeMessage, messageSource } from '@postconfirm/contract';
import { type LocalTable, startTable } from '@postconfirm/ledger/table.builder.ts';
import { createLog, ENRICHMENT_WORKER_LINES } from '@postconfirm/runtime';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from './handler.ts';

const POOL = 'eu-central-1_Abc';
const account = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
let loyaltyIsDown = false;
const delays: number[] = [];
const written: unknown[] = [];
const logged: string[] = [];
/** Every call that came over the wire, of DynamoDB and of all others. */
const calls = { table: [] as string[], others: [] as string[] };

/** The external system, Cognito, Secrets Manager and SQS, as far as this worker calls them. */
const others = createServer(async (request, response) => {
  const body = JSON.parse((await request.toArray()).join('') || '{}');
  const sub = request.url?.split('/').at(-1);
  const reply = (status: number, value: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const target = String(request.headers['x-amz-target'] ?? request.url);
  calls.others.push(target.split('.')[1] ?? target.split('/')[1] ?? '');
  if (target.includes('GetSecretValue')) return reply(200, { SecretString: 'opensesame' });
  if (target.includes('AdminUpdateUserAttributes')) written.push(body);
  if (target.includes('ChangeMessageVisibility')) delays.push(body.VisibilityTimeout);
  if (target.startsWith('A')) return reply(200, {});
  if (request.headers.authorization !== 'Bearer opensesame') return reply(401, {});
  if (target.startsWith('/crm')) return reply(200, { sub, customerId: 'C-1', segment: 'business', version: 3 });
  return loyaltyIsDown ? reply(503, {}) : reply(200, { sub, tier: 'gold', points: 7, version: 1 });
});

let origin: string;
let table: LocalTable;
let dynamoDb: DynamoDBClient;
let handler: ReturnType<typeof createHandler>;

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  origin = await listen(others);
  table = await startTable('records');
  dynamoDb = table.client;
  calls.table = table.calls;
});
afterAll(() => {
  table.close();
  others.close();
  others.closeAllConnections();
});

beforeEach(() => {
  loyaltyIsDown = false;
  for (const list of [delays, written, logged, calls.table, calls.others]) list.length = 0;
  const source = { origin, secretId: 'postconfirm/external' };
  const client = { ...account, endpoint: origin };
  handler = createHandler({
    settings: {
      functionName: 'postconfirm-test-enrichment-worker',
      queueUrl: `${origin}/000000000000/enrichment`,
      deadLetterQueueUrl: `${origin}/000000000000/enrichment-dlq`,
      retentionSeconds: 1_209_600,
      agedMarginSeconds: 86_400,
      backoffBaseSeconds: 60,
      backoffCapSeconds: 14_400,
      tableName: 'records',
      maxAttempts: 8,
      allowedNetworks: ['127.0.0.0/8'],
      writeBackRules: [{ attribute: 'custom:tier', source: 'loyalty', field: 'tier' }],
      sources: { crm: source, loyalty: source },
    },
    log: createLog({
      functionName: 'test',
      lines: ENRICHMENT_WORKER_LINES,
      destination: { write: (line) => logged.push(line) },
    }),
    dynamoDb,
    sqs: new SQSClient(client),
    cognito: new CognitoIdentityProviderClient(client),
    secrets: new SecretsManagerClient(client),
  });
});

const receive = (sub: string): Promise<SQSBatchResponse> => {
  const body = encodeMessage({
    specversion: '1.0',
    id: confirmedId(sub),
    source: messageSource('eu-central-1', POOL),
    type: 'postconfirm.user.confirmed.v1',
    subject: sub,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', userName: 'ada', email: 'ada@example.com', attributes: {}, clientMetadata: {} },
  });
  const attributes = { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) };
  const event = { Records: [{ messageId: 'm-1', receiptHandle: 'r-1', body, attributes }] } as unknown as SQSEvent;
  return handler(event, { awsRequestId: 'q-1', getRemainingTimeInMillis: () => 30_000 } as Context);
};

const recordOf = async (sub: string) => {
  const Key = { pk: { S: `USER#${POOL}#${sub}` }, sk: { S: 'RECORD' } };
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName: 'records', Key }));
  return unmarshall(Item ?? {});
};

describe('enrichment worker', () => {
  it('turns one message into a record and an attribute in Cognito', async () => {
    expect(await receive('sub-1')).toEqual({ batchItemFailures: [] });
    expect(await recordOf('sub-1')).toMatchObject({
      email: 'ada@example.com',
      'source:crm': { status: 'ok', version: 3, data: { customerId: 'C-1', segment: 'business' } },
      'source:loyalty': { status: 'ok', data: { tier: 'gold', points: 7 } },
      writeBack: { status: 'done' },
    });
    const UserAttributes = [{ Name: 'custom:tier', Value: 'gold' }];
    expect(written).toEqual([{ UserPoolId: POOL, Username: 'ada', UserAttributes }]);
  });

  it('puts the message back for the source that is down and keeps the other', async () => {
    loyaltyIsDown = true;
    expect(await receive('sub-2')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(delays).toEqual([expect.toSatisfy((seconds: number) => seconds >= 45 && seconds <= 60)]);
    expect(await recordOf('sub-2')).toMatchObject({
      'source:crm': { status: 'ok' },
      'source:loyalty': { status: 'pending', attempts: 1, reason: 'unavailable' },
    });
  });

  it('asks for a new user each source once, and writes what it says, without a read before Cognito', async () => {
    await receive('sub-5');
    expect(calls.table).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
    expect(calls.others.toSorted()).toEqual([
      'AdminUpdateUserAttributes',
      'GetSecretValue',
      'GetSecretValue',
      'crm',
      'loyalty',
    ]);
  });

  it('finds a duplicate by one write, and asks nobody else', async () => {
    await receive('sub-6');
    for (const list of Object.values(calls)) list.length = 0;
    await receive('sub-6');
    expect(calls).toEqual({ table: ['UpdateItem'], others: [] });
  });

  it('asks at a retry only the source that was down', async () => {
    loyaltyIsDown = true;
    await receive('sub-7');
    expect(calls.table).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
    loyaltyIsDown = false;
    for (const list of Object.values(calls)) list.length = 0;
    await receive('sub-7');
    expect(calls.table).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
    expect(calls.others).toEqual(['loyalty', 'AdminUpdateUserAttributes']);
  });

  it('logs no address, user name or token', async () => {
    await receive('sub-3');
    loyaltyIsDown = true;
    await receive('sub-4');
    expect(logged.join('')).toContain('SOURCE_FAILED');
    expect(logged.join('')).not.toMatch(/ada|example\.com|opensesame/);
  });
});
