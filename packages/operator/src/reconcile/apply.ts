import { OperatorError } from '../operator-error.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { type Enqueued, enqueueMissed } from './enqueue-missed.ts';
import type { MissedUser } from './missing.ts';
import type { Allowance } from './repair.ts';
import { planRepair } from './repair-plan.ts';
import { sendMessages } from './send-messages.ts';
import type { StageReconciliation } from './stage-reconciliation.ts';

/** Who would be enqueued. Throws `refused` where that is more than may be, or where the table is new. */
export function repairable({ found }: StageReconciliation, allowance: Allowance, most?: number): MissedUser[] {
  const plan = planRepair(found, allowance, most);
  switch (plan.kind) {
    case 'go':
      return plan.users;
    case 'new-table':
      throw new OperatorError('refused', NEW_TABLE);
    case 'too-many':
      throw new OperatorError(
        'refused',
        `${plan.count} users are missed, more than ${plan.cap}: so many are a sign that the table is wrong. Nothing was enqueued; --max ${plan.count} lifts this.`,
      );
  }
}

const NEW_TABLE =
  'Until now the table knew no go-live of this pool: it is new, or it was lost. Nothing was enqueued. Look at the report, and say with --go-live from when on users are to be judged.';

/** Asks again for what the users lack. */
export async function applyRepair(
  stage: Stage,
  { found, directory, settings }: StageReconciliation,
  { users, allowance }: { users: readonly MissedUser[]; allowance: Allowance },
): Promise<Enqueued> {
  const url = await queueUrl(stage, 'confirmations');
  return enqueueMissed(
    {
      find: (sub) => directory.find('sub', sub),
      send: (messages) => sendMessages(stage.clients.sqs, url, messages),
    },
    users,
    { pool: found.pool, allowance, customAttributes: settings.customAttributes },
  );
}
