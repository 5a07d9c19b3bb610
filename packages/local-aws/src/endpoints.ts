import { ACCOUNT_ID, CREDENTIALS, REGION } from './account.ts';
import type { Emulators } from './emulators.ts';
import type { Inventory } from './template/inventory.ts';

/** What another program on this machine needs in order to use the stack: the content of `.local/endpoints.json`. */
export interface Endpoints {
  region: string;
  accountId: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  /** Endpoint URL of each AWS service. */
  urls: Emulators['urls'] & Record<'lambda' | 'logs' | 'cloudwatch', string>;
  userPoolId: string;
  userPoolClientId: string;
  tableName: string;
  /** By logical name: `confirmations`, `email` and so on. */
  queues: Record<string, { url: string; deadLetterUrl: string }>;
  /** Function name by service. */
  functions: Record<string, string>;
  /** Page that shows the emails. */
  inbox: string;
  /** Origin of the demo external system. */
  externalSystem: string;
}

interface Parts {
  inventory: Inventory;
  emulators: Emulators;
  urls: { lambda: string; logs: string; cloudwatch: string; inbox: string; externalSystem: string };
}

export function describeEndpoints({ inventory, emulators, urls }: Parts): Endpoints {
  const { lambda, logs, cloudwatch } = urls;
  const [pool, client, table] = [inventory.pools[0], inventory.clients[0], inventory.tables[0]];
  return {
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials: { ...CREDENTIALS },
    urls: { ...emulators.urls, lambda, logs, cloudwatch },
    userPoolId: pool ?? absent('user pool'),
    userPoolClientId: client ?? absent('user pool client'),
    tableName: table ?? absent('table'),
    queues: queuesOf(inventory),
    functions: Object.fromEntries(inventory.functions.map(({ service, functionName }) => [service, functionName])),
    inbox: urls.inbox,
    externalSystem: urls.externalSystem,
  };
}

function queuesOf({ queues }: Inventory): Endpoints['queues'] {
  const named = queues.flatMap(({ name, url, deadLetterArn }) => {
    const deadLetter = queues.find(({ arn }) => arn === deadLetterArn);
    return deadLetter
      ? [[name.replace(/^[a-z]+-[a-z0-9]+-/, ''), { url, deadLetterUrl: deadLetter.url }] as const]
      : [];
  });
  return Object.fromEntries(named);
}

function absent(what: string): never {
  throw new Error(`The synthesized template has no ${what}.`);
}
