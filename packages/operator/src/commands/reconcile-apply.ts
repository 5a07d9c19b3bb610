import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { applyRepair, repairable } from '../reconcile/apply.ts';
import { auditedSubs } from '../reconcile/audited-subs.ts';
import type { MissedUser } from '../reconcile/missing.ts';
import { type Allowance, effectsFor } from '../reconcile/repair.ts';
import type { ReconcileOptions, StageReconciliation } from '../reconcile/stage-reconciliation.ts';
import { counted } from '../terminal/counted.ts';

type ApplyOptions = ReconcileOptions & {
  allowance: Allowance;
  email?: true;
  evenIfStale?: true;
  max?: number;
  confirm?: string;
  why?: string;
};

/** `reconcile --apply`: enqueues what was found missing, once a person has confirmed how many. */
export async function applyFound(desk: Desk, looked: StageReconciliation, options: ApplyOptions): Promise<void> {
  const { stage, terminal } = desk;
  const { allowance, max, confirm, why } = options;
  const users = repairable(looked, allowance, max);
  if (users.length === 0) throw new OperatorError('nothing', 'There is nobody to enqueue.');
  await terminal.confirm(`${questionOf(users, allowance)} to queue confirmations?`, String(users.length), confirm);
  const filter = { ...filterOf(looked, options), ...auditedSubs(users) };
  const { enqueued, mailed, refused, gone } = await audited(
    desk,
    { command: 'reconcile --apply', why, filter },
    async () => {
      const result = await applyRepair(stage(), looked, { users, allowance });
      return { result, counts: { ...result, seen: users.length, refused: result.refused.length } };
    },
  );
  terminal.note(
    `Enqueued ${counted(enqueued, 'user')}, ${mailed} of them for their email. Not in the pool any more: ${gone}.`,
  );
  if (refused.length > 0) {
    throw new OperatorError(
      'partial',
      `SQS did not take ${counted(refused.length, 'user')}: run the same command again.`,
    );
  }
}

const filterOf = ({ found }: StageReconciliation, options: ApplyOptions) => {
  const { email, evenIfStale, max, skipped, source, users, fromLogs } = options;
  return { pool: found.pool, email, evenIfStale, max, skipped, source, users, fromLogs };
};

function questionOf(users: readonly MissedUser[], allowance: Allowance): string {
  const mailed = users.filter((user) => effectsFor(user, allowance).includes('email')).length;
  return `${counted(users.length, 'user')} (${mailed} for their email)`;
}
