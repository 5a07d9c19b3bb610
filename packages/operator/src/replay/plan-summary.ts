import { type Plan, type PlanEntry, replays } from './plan.ts';
import { PREDICTIONS } from './prediction.ts';

/** What a person reads of a plan before it runs. */
export type PlanSummary = {
  queue: string;
  hash: string;
  seen: number;
  replayed: number;
  left: number;
  /** At the rate, in seconds. */
  takesSeconds: number;
  /** When SQS deletes the first dead letter of the plan; absent for an empty plan. */
  firstExpiry?: string;
  rows: PlanRow[];
};

export type PlanRow = { prediction: string; detail: string; does: string; count: number; says: string };

export function planSummary(plan: Plan, perSecond: number): PlanSummary {
  const replayed = replays(plan).length;
  // The entries lie by expiry.
  const first = plan.entries[0];
  return {
    queue: plan.queue,
    hash: plan.hash,
    seen: plan.entries.length,
    replayed,
    left: plan.entries.length - replayed,
    takesSeconds: Math.ceil(replayed / perSecond),
    ...(first && { firstExpiry: new Date(first.expiresAt).toISOString() }),
    rows: planRows(plan.entries),
  };
}

/** By prediction; a detail that is a code is told apart, one that is a time or a count would make each row one message. */
function planRows(entries: readonly PlanEntry[]): PlanRow[] {
  const groups = Map.groupBy(entries, ({ prediction, does }) =>
    JSON.stringify([prediction.kind, codeOf(prediction.detail), does]),
  );
  return [...groups.values()].map(rowOf).sort((a, b) => b.count - a.count);
}

function rowOf(entries: readonly PlanEntry[]): PlanRow {
  const [{ prediction, does }] = entries as [PlanEntry];
  const { kind, detail } = prediction;
  return { prediction: kind, detail: codeOf(detail), does, count: entries.length, says: PREDICTIONS[kind].says };
}

const codeOf = (detail = '') => (/\d/.test(detail) ? '' : detail);
