import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CONFIRMATION_QUEUES } from '@postconfirm/contract';
import { readAttention } from '@postconfirm/ledger';
import {
  type Allowance,
  deadLetterBox,
  deadLetterSubs,
  enqueueMissed,
  failuresIn,
  loggedFailures,
  type MissedUser,
  NO_CHECKPOINT,
  pacedCalls,
  type Reconciliation,
  readGoLive,
  reconcile,
  sendMessages,
  userDirectory,
  userStates,
} from '@postconfirm/operator/reconcile';
import type { Log, ReconcilerCode } from '@postconfirm/runtime';
import type { Clients } from './clients.ts';
import type { ReconcilerSettings } from './env.ts';
import type { Task } from './handler.ts';
import { report } from './report.ts';
import { readSendQuota } from './send-quota.ts';
import { watch } from './watch.ts';

/** ListUsers shares its quota with the whole account. */
const REQUESTS_A_SECOND = 10;
/** How far back the trigger's log is read: as long as a message would have lived on its queue. */
const LOGS_MS = 14 * 24 * 3_600_000;
/** What the dead letters, the report and the repair may take after the last page. */
const RESERVE_MS = 120_000;

export type Dependencies = { settings: ReconcilerSettings; clients: Clients; log: Log<ReconcilerCode> };

/** The function's two tasks on the real services. */
export function createTasks({ settings, clients, log }: Dependencies): { watch: Task; report: Task } {
  const table = (pool: string) => ({ client: clients.dynamoDb, tableName: settings.tableName, pool });
  return {
    watch: (pool) =>
      watch(
        {
          attention: () => readAttention(clients.dynamoDb, settings.tableName),
          trigger: () => postConfirmation(clients, pool),
          firstLook: () => readGoLive(table(pool), Date.now()),
          triggerArn: settings.triggerArn,
          quota: () => readSendQuota(clients.ses),
          sendsPerSecond: settings.sendsPerSecond,
          now: Date.now,
          log,
        },
        pool,
      ),
    report: (pool, deadline) =>
      report(
        {
          look: () => look({ settings, clients }, pool, deadline),
          enqueue: settings.apply === 'yes' ? enqueue({ settings, clients }, pool) : undefined,
          allowance: () => allowanceOf(settings),
          log,
        },
        pool,
      ),
  };
}

async function postConfirmation({ cognito }: Clients, UserPoolId: string): Promise<string | undefined> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.LambdaConfig?.PostConfirmation;
}

type Reach = Omit<Dependencies, 'log'>;

function look({ settings, clients }: Reach, pool: string, deadline: number): Promise<Reconciliation> {
  const now = Date.now();
  const table = { client: clients.dynamoDb, tableName: settings.tableName, pool };
  const boxes = CONFIRMATION_QUEUES.map((queue) =>
    deadLetterBox(clients.sqs, { queue, url: settings.deadLetterQueueUrls[queue] }),
  );
  return reconcile(
    {
      page: directoryOf(clients, pool).page,
      states: userStates(table),
      checkpoint: NO_CHECKPOINT,
      mayGoOn: () => Date.now() < deadline - RESERVE_MS,
      seen: () => undefined,
      goLive: () => readGoLive(table, now),
      failures: async () =>
        failuresIn(
          await loggedFailures(clients.logs, { logGroupName: settings.triggerLogGroup, since: now - LOGS_MS }),
          pool,
        ),
      deadLetters: () => deadLetterSubs(boxes, pool),
    },
    { pool, now, graceMs: settings.graceSeconds * 1000, doubtCapMs: settings.doubtCapSeconds * 1000 },
  );
}

const directoryOf = ({ cognito }: Clients, pool: string) => userDirectory(cognito, pool, pacedCalls(REQUESTS_A_SECOND));

const enqueue =
  ({ settings, clients }: Reach, pool: string) =>
  (users: readonly MissedUser[], allowance: Allowance) => {
    const { find } = directoryOf(clients, pool);
    return enqueueMissed(
      {
        find: (sub) => find('sub', sub),
        send: (messages) => sendMessages(clients.sqs, settings.confirmationsQueueUrl, messages),
      },
      users,
      { pool, allowance, customAttributes: settings.customAttributes },
    );
  };

/** Without a person nobody is mailed whom no line names, and nothing that is stale. */
const allowanceOf = ({ staleAfterSeconds }: ReconcilerSettings): Allowance => ({
  now: Date.now(),
  email: false,
  evenIfStale: false,
  staleAfterMs: staleAfterSeconds * 1000,
});
