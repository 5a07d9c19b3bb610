import type { MissedUser } from './missing.ts';

/** An item holds 400 KB, and every look at a user's audits reads them all. */
const MOST_SUBS = 1000;

/** Whom the record of a repair names, so that it is found by user. `unnamed`: how many more there were. */
export function auditedSubs(users: readonly MissedUser[]): { subs: string[]; unnamed?: number } {
  const subs = users.slice(0, MOST_SUBS).map(({ sub }) => sub);
  return { subs, ...(users.length > MOST_SUBS && { unnamed: users.length - MOST_SUBS }) };
}
