import { startUserPools, type UserPools } from './cognito/user-pools.ts';
import { type Gate, openGate } from './emulators/gate.ts';
import type { HttpListener, Listener } from './emulators/listener.ts';
import { type QueuesOptions, startQueuesAndTopics } from './emulators/queues-and-topics.ts';
import { type Secrets, startSecrets } from './emulators/secrets.ts';
import { startTables } from './emulators/tables.ts';
import { type Ses, startSes } from './ses/front.ts';

/** What a gate stands in front of. */
export type Gated =
  | 'sqs'
  | 'ses'
  | 'dynamodb'
  | 'cognito'
  | 'secrets-manager'
  | 'external-system'
  | 'logs'
  | 'lambda'
  | 'cloudwatch';

export interface Emulators {
  pools: UserPools;
  ses: Ses;
  secrets: Secrets;
  /** URLs that clients and functions use; a gate stands in each that faults can be injected into. */
  urls: Record<'sqs' | 'sns' | 'sts' | 'dynamodb' | 'ses' | 'cognito' | 'secretsManager', string>;
  gates: Record<'sqs' | 'ses' | 'dynamodb' | 'cognito' | 'secrets-manager', Gate>;
  close(): Promise<void>;
}

/** Starts every stand-in for an AWS service on 127.0.0.1. When one of them can't be started, none stays. */
export async function startEmulators(options: QueuesOptions = {}): Promise<Emulators> {
  const started: Listener[] = [];
  const keep = async <T extends Listener>(what: string, start: Promise<T>): Promise<T> => {
    const listener = await start.catch((cause: Error) => {
      throw new Error(`${what} could not be started: ${cause.message}`, { cause });
    });
    started.push(listener);
    return listener;
  };
  const close = async () => {
    // Those in front first: a gate before what it leads to.
    for (const listener of started.splice(0).reverse()) await listener.close();
  };
  try {
    return { ...(await startAll(keep, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Keep = <T extends Listener>(what: string, start: Promise<T>) => Promise<T>;

async function startAll(keep: Keep, options: QueuesOptions): Promise<Omit<Emulators, 'close'>> {
  const queues = await keep('The SQS and SNS emulator', startQueuesAndTopics(options));
  const [tables, ses, pools, secrets] = await Promise.all([
    keep('The DynamoDB emulator', startTables()),
    keep('The SES emulator', startSes({ snsUrl: queues.url })),
    keep('The Cognito emulator', startUserPools()),
    keep('The Secrets Manager emulator', startSecrets()),
  ]);
  const gate = (what: Gated, listener: HttpListener) => keep(`The gate of ${what}`, openGate(what, listener.server));
  const gates = {
    sqs: await gate('sqs', queues),
    dynamodb: await gate('dynamodb', tables),
    ses: await gate('ses', ses),
    cognito: await gate('cognito', pools),
    'secrets-manager': await gate('secrets-manager', secrets),
  };
  const urls = {
    sqs: gates.sqs.url,
    sns: queues.url,
    sts: queues.url,
    dynamodb: gates.dynamodb.url,
    ses: gates.ses.url,
    cognito: gates.cognito.url,
    secretsManager: gates['secrets-manager'].url,
  };
  return { pools, ses, secrets, urls, gates };
}
