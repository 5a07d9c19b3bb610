import { OperatorError } from '../operator-error.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { type Enqueued, enqueueMissed } from './enqueue-missed.ts';
import { seenBy } from './look.ts';
import type { MissedUser } from './missing.ts';
import { capFor, effectsFor, type Leave } from './repair.ts';
import { sendMessages } from './send-messages.ts';
import type { StageReconciliation } from './stage-reconciliation.ts';

/** Who would be enqueued. Throws `refused` where that is more than may be, or where the table is new. */
export function repairable({ found, named }: StageReconciliation, leave: Leave, most?: number): MissedUser[] {
  if (found.goLive.isNew) {
    throw new OperatorError(
      'refused',
      'Until now the table knew no go-live of this pool: it is new, or it was lost. Nothing was enqueued. Look at the report; set the time from which users are to be judged with --go-live.',
    );
  }
  const users = found.missed.filter((user) => effectsFor(user, leave).length > 0);
  const cap = most ?? capFor(named ? undefined : seenBy(found.tally));
  if (users.length <= cap) return users;
  throw new OperatorError(
    'refused',
    `${users.length} users are missed, more than ${cap}: so many are a sign that the table is wrong. Nothing was enqueued; --max ${users.length} lifts this.`,
  );
}

/** Asks again for what the users lack. */
export async function applyRepair(
  stage: Stage,
  { found, directory, settings }: StageReconciliation,
  { users, leave }: { users: readonly MissedUser[]; leave: Leave },
): Promise<Enqueued> {
  const url = await queueUrl(stage, 'confirmations');
  return enqueueMissed(
    {
      find: (sub) => directory.find('sub', sub),
      send: (messages) => sendMessages(stage.clients.sqs, url, messages),
    },
    users,
    { pool: found.pool, leave, customAttributes: settings.customAttributes },
  );
}
