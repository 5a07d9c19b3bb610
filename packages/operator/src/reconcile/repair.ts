import type { Effect } from '@postconfirm/contract';
import type { MissedUser } from './missing.ts';

/** What the operator, or the stage's config, lets a repair do. */
export type Allowance = {
  now: number;
  /** Whether users without an ENQUEUE_FAILED line may be mailed. */
  email: boolean;
  evenIfStale: boolean;
  /** The age from which the email worker sends no reconciled welcome. */
  staleAfterMs: number;
};

/** Which effects to ask for again; none where only a person can help, or where the allowance does not reach. */
export function effectsFor(user: MissedUser, allowance: Allowance): Effect[] {
  const mail = isOwedEmail(user) && hindrance(user, allowance) === undefined;
  const enrich = user.record === 'no-record' || user.record === 'source';
  return [...(mail ? ['email' as const] : []), ...(enrich ? ['enrichment' as const] : [])];
}

/** Whether a repair can help at all, given every allowance: neither a person nor a replay has to. */
export const isRepairable = (user: MissedUser): boolean =>
  effectsFor(user, { now: 0, email: true, evenIfStale: true, staleAfterMs: 0 }).length > 0;

const isOwedEmail = ({ email }: MissedUser) => email === 'no-delivery' || email === 'overdue' || email === 'skipped';

/** Why an email that is owed is not asked for again: what the operator would have to say. */
function hindrance(user: MissedUser, { now, email, evenIfStale, staleAfterMs }: Allowance): string | undefined {
  if (!user.logged && !email) return '--email';
  if (now - user.confirmedAt > staleAfterMs && !evenIfStale) return '--even-if-stale';
  return undefined;
}

/** What else is to be done for a user, in the words of the command; empty where the repair is all. */
export function adviceFor(user: MissedUser, allowance: Allowance): string {
  if (user.email === 'held') return 'email resolve';
  if (user.email === 'dead-lettered' || user.record === 'dead-lettered') return 'dlq replay';
  return isOwedEmail(user) ? (hindrance(user, allowance) ?? '') : '';
}
