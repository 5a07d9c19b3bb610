import { seenBy } from './look.ts';
import type { MissedUser } from './missing.ts';
import type { Reconciliation } from './reconcile.ts';
import { type Allowance, adviceFor, effectsFor } from './repair.ts';

/** One missed user as a report tells of them: by sub, never by address. */
export type ReportRow = {
  sub: string;
  /** ISO 8601. */
  confirmed: string;
  email: string;
  record: string;
  /** What `--apply` would ask for. */
  repair: string;
  /** What it would not do by itself: the option that lets it, or another command. */
  beside: string;
};

/** A look at a pool, as the command prints it and keeps it. */
export type ReconcileReport = {
  pool: string;
  goLive: string;
  seen: number;
  users: Record<string, number>;
  lacks: Record<string, number>;
  missed: ReportRow[];
};

export function reportOf({ pool, goLive, tally, missed }: Reconciliation, allowance: Allowance): ReconcileReport {
  return {
    pool,
    goLive: new Date(goLive.since).toISOString(),
    seen: seenBy(tally),
    users: tally,
    lacks: countBy(missed.flatMap(lacksOf)),
    missed: missed.map((user) => rowOf(user, allowance)),
  };
}

const lacksOf = ({ email, record }: MissedUser): string[] => [
  ...(email ? [`email ${email}`] : []),
  ...(record ? [`record ${record}`] : []),
];

const countBy = (words: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));

const rowOf = (user: MissedUser, allowance: Allowance): ReportRow => ({
  sub: user.sub,
  confirmed: new Date(user.confirmedAt).toISOString(),
  email: user.email ?? '',
  record: user.record ?? '',
  repair: effectsFor(user, allowance).join('+'),
  beside: adviceFor(user, allowance),
});
