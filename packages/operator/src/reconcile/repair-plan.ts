import { seenBy } from './look.ts';
import type { MissedUser } from './missing.ts';
import type { Reconciliation } from './reconcile.ts';
import { type Allowance, effectsFor } from './repair.ts';

/**
 * Who is to be enqueued; or why nobody is. `new-table`: it knew no go-live until this look. `too-many`: more than the
 * cap. They are refused whole, for so many are a sign that the table is wrong, not the users.
 */
export type RepairPlan =
  | { kind: 'go'; users: MissedUser[] }
  | { kind: 'new-table' }
  | { kind: 'too-many'; count: number; cap: number };

/** `most`: what the operator said instead of the cap. */
export function planRepair(found: Reconciliation, allowance: Allowance, most?: number): RepairPlan {
  if (found.goLive.isNew) return { kind: 'new-table' };
  const users = found.missed.filter((user) => effectsFor(user, allowance).length > 0);
  const cap = most ?? capFor(found.named ? undefined : seenBy(found.tally));
  return users.length <= cap ? { kind: 'go', users } : { kind: 'too-many', count: users.length, cap };
}

const MOST_USERS = 100;
const FEW_USERS = 10;

/**
 * So many users may be enqueued without a word: 100, or 1 % of the pool if that is less, but never fewer than 10. Of a
 * list that a person made, the pool's size says nothing.
 */
export const capFor = (poolSize: number | undefined): number =>
  poolSize === undefined ? MOST_USERS : Math.min(MOST_USERS, Math.max(FEW_USERS, Math.floor(poolSize / 100)));
