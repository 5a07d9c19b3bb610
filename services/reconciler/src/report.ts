import {
  type Allowance,
  type Enqueued,
  isRepairable,
  type MissedUser,
  planRepair,
  type Reconciliation,
  seenBy,
} from '@postconfirm/operator/reconcile';
import type { Log, ReconcilerCode } from '@postconfirm/runtime';

export type ReportPorts = {
  /** Compares the pool with the table. */
  look: (pool: string) => Promise<Reconciliation>;
  /** Asks again for what users lack; undefined where the stage lets a person do that. */
  enqueue: ((users: readonly MissedUser[], allowance: Allowance) => Promise<Enqueued>) | undefined;
  /** What may be done without a person: never an email without a line of the trigger. */
  allowance: () => Allowance;
  log: Log<ReconcilerCode>;
};

/** Tells how many users are missed, and asks again for what they lack where the stage's config says so. */
export async function report(ports: ReportPorts, pool: string): Promise<void> {
  const { log } = ports;
  const found = await ports.look(pool);
  log('RECONCILE_REPORT', { pool, count: seenBy(found.tally) });
  if (!found.complete) log('RECONCILE_INCOMPLETE', { pool });
  const missed = found.missed.filter(isRepairable).length;
  if (missed > 0) log('RECONCILE_MISSING', { pool, count: missed });
  if (ports.enqueue) await repair({ ...ports, enqueue: ports.enqueue }, found);
}

async function repair(
  { enqueue, allowance, log }: ReportPorts & { enqueue: NonNullable<ReportPorts['enqueue']> },
  found: Reconciliation,
): Promise<void> {
  const allowed = allowance();
  const plan = planRepair(found, allowed);
  if (plan.kind !== 'go') return log('RECONCILE_REFUSED', { pool: found.pool, reason: plan.kind });
  if (plan.users.length === 0) return;
  const { enqueued, refused } = await enqueue(plan.users, allowed);
  log('RECONCILE_APPLIED', { pool: found.pool, count: enqueued });
  // The next report finds them again.
  if (refused.length > 0) log('TARGET_REFUSED', { pool: found.pool, queue: 'confirmations', count: refused.length });
}
