import { setTimeout as pause } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { userPartition } from '@postconfirm/ledger';
import { INIT_FAILED } from './lambda/execution-environment.ts';
import type { LogLine } from './lambda/logs.ts';
import type { Email } from './ses/email.ts';
import type { Stack } from './stack.ts';

export interface Demo {
  user: { userPoolId: string; sub: string; email: string };
  email: Email;
  /** The user record as it lies in DynamoDB. */
  record: Record<string, unknown>;
  /** Milliseconds from the call that confirms the user. */
  timings: { triggerMs: number; emailMs: number; recordMs: number };
}

const ADDRESS = 'new-user@example.com';
/** Milliseconds that the demo waits for the email and for the record, each. */
const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 25;

/**
 * A client signs up and confirms, as an application's would; then email and record are awaited.
 * @throws Error that says what did not come, or which function could not be initialized and why
 */
export function runDemo(stack: Stack, begin: (step: string) => void): Promise<Demo> {
  return Promise.race([demonstrate(stack, begin), brokenFunction(stack)]);
}

async function demonstrate(stack: Stack, begin: (step: string) => void): Promise<Demo> {
  const { endpoints, inbox } = stack;
  begin('Signing a user up');
  const sub = await signUp(stack);
  begin('Confirming the user');
  const started = performance.now();
  await confirm(stack);
  const elapsed = () => Math.round(performance.now() - started);
  const triggerMs = elapsed();
  begin('Waiting for email and record');
  const [email, record] = await Promise.all([
    inbox
      .waitForEmail(({ to }) => to.includes(ADDRESS), { what: 'the welcome email', timeoutMs: PATIENCE_MS })
      .then((found) => ({ found, emailMs: elapsed() })),
    waitForRecord(stack, sub).then((found) => ({ found, recordMs: elapsed() })),
  ]);
  return {
    user: { userPoolId: endpoints.userPoolId, sub, email: ADDRESS },
    email: email.found,
    record: record.found,
    timings: { triggerMs, emailMs: email.emailMs, recordMs: record.recordMs },
  };
}

/** Rejects as soon as a function could not be initialized: what it was to do will not come. */
async function brokenFunction({ logs }: Stack): Promise<never> {
  const failed = ({ from, text }: LogLine) => from === 'platform' && text.startsWith(INIT_FAILED);
  const { service, text } = await logs.waitFor(failed, { timeoutMs: 3 * PATIENCE_MS });
  const { errorMessage } = JSON.parse(text.slice(INIT_FAILED.length)) as { errorMessage: string };
  throw new Error(`${service} could not be initialized: ${errorMessage}`);
}

const PLAN = { Name: 'custom:plan', Value: 'starter' };

async function signUp({ endpoints }: Stack): Promise<string> {
  const client = cognito(endpoints);
  const command = new SignUpCommand({
    ClientId: endpoints.userPoolClientId,
    Username: ADDRESS,
    Password: 'Only-for-this-machine-1',
    UserAttributes: [{ Name: 'name', Value: 'New User' }, { Name: 'locale', Value: 'en' }, PLAN],
  });
  const { UserSub = '' } = await client.send(command).finally(() => client.destroy());
  return UserSub;
}

async function confirm({ endpoints, codes }: Stack): Promise<void> {
  const client = cognito(endpoints);
  const command = new ConfirmSignUpCommand({
    ClientId: endpoints.userPoolClientId,
    Username: ADDRESS,
    ConfirmationCode: codes.latest(ADDRESS),
    ClientMetadata: { campaign: 'demo' },
  });
  await client.send(command).finally(() => client.destroy());
}

const cognito = ({ urls, region, credentials }: Stack['endpoints']) =>
  new CognitoIdentityProviderClient({ endpoint: urls.cognito, region, credentials: { ...credentials } });

/** The record is complete when every external system has answered. */
async function waitForRecord({ endpoints, functions }: Stack, sub: string): Promise<Record<string, unknown>> {
  const { urls, region, credentials, tableName, userPoolId } = endpoints;
  const client = new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: { ...credentials } });
  const Key = { pk: { S: userPartition(userPoolId, sub) }, sk: { S: 'RECORD' } };
  const sources = sourcesOf(functions.list().flatMap(({ environment }) => Object.keys(environment)));
  const until = performance.now() + PATIENCE_MS;
  try {
    while (performance.now() < until) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
      const record = Item && unmarshall(Item);
      if (record && sources.every((source) => record[`source:${source}`]?.status === 'ok')) return record;
      await pause(LOOK_AGAIN_MS);
    }
  } finally {
    client.destroy();
  }
  throw new Error(`The record had no answer of every external system within ${PATIENCE_MS / 1000} s: see .local/logs.`);
}

const sourcesOf = (variables: readonly string[]): string[] =>
  variables.flatMap((name) => /^SOURCE_(.+)_ORIGIN$/.exec(name)?.[1]?.toLowerCase() ?? []);
