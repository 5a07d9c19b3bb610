import { describeFailure } from '../describe-failure.ts';
import type { Fate } from './fate.ts';
import type { PlanEntry } from './plan.ts';
import type { Run, Stop } from './run-state.ts';

/** What a replay did: seen = replayed + skipped + failed. */
export type ReplayReport = {
  id: string;
  queue: string;
  seen: number;
  replayed: number;
  skipped: number;
  failed: number;
  rows: ReportRow[];
  /** Dead letters that are not in the plan: they came after it, or another filter meant them. */
  arrived: number;
  /** Copies of this run that died again while it lasted. */
  cameBack: number;
  /** Replayed, but still in the dead-letter queue. */
  undeleted: number;
  /** From the first look to the last. */
  seconds: number;
  /** Copies a second while it sent; absent for so few that it would say nothing. */
  perSecond?: number;
  stopped?: Stop;
  /** What broke it, in a sentence; or the code by which SQS refused. */
  because?: string;
};

export type ReportRow = { prediction: string; fate: string; because: string; count: number };

/** @throws Error when the counts do not add up, which would be a mistake of ours. */
export function reportOf(run: Run, { id, seconds }: { id: string; seconds: number }): ReplayReport {
  const fates = run.plan.entries.map((entry) => ({ entry, fate: fateOf(run, entry) }));
  const count = (as: Fate['as']) => fates.filter(({ fate }) => fate.as === as).length;
  const [seen, replayed, skipped, failed] = [fates.length, count('replayed'), count('skipped'), count('failed')];
  if (seen !== replayed + skipped + failed) throw new Error('The counts of the replay do not add up.');
  const { arrived, cameBack, undeleted, stopped } = run;
  return {
    id,
    queue: run.plan.queue,
    ...{ seen, replayed, skipped, failed },
    rows: reportRows(fates),
    ...{ arrived, cameBack, undeleted: undeleted.size, seconds },
    ...rateOf(run),
    ...(stopped && { stopped }),
    ...causeOf(run),
  };
}

function causeOf({ stopped, broken, refusals }: Run): { because?: string } {
  if (broken !== undefined) return { because: describeFailure(broken.by).says };
  return stopped === 'sends-refused' && refusals !== undefined ? { because: refusals.code } : {};
}

/** The first copies go at once, or nearly: fewer than these would show any rate. */
const LEAST_FOR_A_RATE = 50;

const rateOf = ({ sent, sendingMs }: Run) =>
  sent < LEAST_FOR_A_RATE || sendingMs === 0 ? {} : { perSecond: Math.round((sent / sendingMs) * 10_000) / 10 };

/** One line for each message of the plan. */
export type FateOfMessage = { messageId: string; sub?: string; prediction: string; fate: string; because: string };

export const fatesOf = (run: Run): FateOfMessage[] =>
  run.plan.entries.map((entry) => {
    const { messageId, sub, prediction } = entry;
    const fate = fateOf(run, entry);
    const row = { prediction: prediction.kind, fate: fate.as, because: becauseOf(fate) };
    return { messageId, ...(sub !== undefined && { sub }), ...row };
  });

const fateOf = ({ fates }: Run, { messageId, does }: PlanEntry): Fate =>
  fates.get(messageId) ?? { as: 'skipped', because: does === 'leave' ? 'left' : 'not-reached' };

function reportRows(fates: readonly { entry: PlanEntry; fate: Fate }[]): ReportRow[] {
  const rows = fates.map(({ entry, fate }) => ({
    prediction: entry.prediction.kind,
    fate: fate.as,
    because: becauseOf(fate),
  }));
  const groups = Map.groupBy(rows, (row) => JSON.stringify(row));
  return [...groups.values()].flatMap(([row, ...others]) => (row ? [{ ...row, count: others.length + 1 }] : []));
}

function becauseOf(fate: Fate): string {
  if (fate.as === 'failed') return fate.code;
  return fate.as === 'skipped' ? fate.because : '';
}

/** Whether all that the plan wanted was done. */
export const isComplete = ({ rows, undeleted, stopped }: ReplayReport): boolean =>
  stopped === undefined &&
  undeleted === 0 &&
  rows.every(({ fate, because }) => fate === 'replayed' || because === 'left');
