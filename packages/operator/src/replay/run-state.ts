import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { DeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import type { Wait } from '../wait.ts';
import type { Outcomes } from './canary-outcomes.ts';
import type { Fate } from './fate.ts';
import type { Foresee } from './foresee.ts';
import type { WriteNote } from './journal.ts';
import type { Loan } from './loan.ts';
import type { Past } from './past.ts';
import type { Plan, PlanEntry } from './plan.ts';
import type { Pace } from './rate.ts';
import type { Refusals } from './refusals.ts';
import type { RunSettings } from './run-settings.ts';
import type { SendCopies } from './send-copies.ts';

/** Why a run ended before its plan did. */
export type Stop =
  | 'interrupted'
  | 'cancelled'
  | 'failure-rate'
  | 'canary-failed'
  | 'canary-timeout'
  /** SQS took nothing of a few steps in a row. */
  | 'sends-refused'
  /** The ledger, SQS or the journal failed. */
  | 'broken';

export type RunPorts = {
  box: DeadLetterBox;
  foresee: Foresee;
  send: SendCopies;
  outcomes: Outcomes;
  write: WriteNote;
  now: () => number;
  wait: Wait;
  signal: AbortSignal;
  /** Told how many messages of the plan have their fate. */
  progress: (done: number) => void;
};

/** `finishOnly`: only what has a copy is deleted, and nothing sent. */
export type Order = { plan: Plan; past: Past; settings: RunSettings; finishOnly: boolean };

/** A replay at work. */
export type Run = Order & {
  ports: RunPorts;
  loan: Loan;
  pace: Pace;
  /** What became of each message of the plan so far, by its id. */
  fates: Map<string, Fate>;
  /** Of the bodies of all copies: what comes back dead is known by it. */
  copies: Set<string>;
  arrived: number;
  cameBack: number;
  /** Have a copy, and are still in the dead-letter queue. */
  undeleted: Set<string>;
  stopped: Stop | undefined;
  /** What made a step fail that nothing should make fail. */
  broken: { by: unknown } | undefined;
  refusals: Refusals | undefined;
  /** Copies that SQS acknowledged to this very run. */
  sent: number;
  /** Time spent on sending, at the pace. */
  sendingMs: number;
};

/** The entries whose dead letter is borrowed, with it. */
export const borrowedOf = ({ loan }: Run, entries: readonly PlanEntry[]): { entry: PlanEntry; letter: DeadLetter }[] =>
  entries.flatMap((entry) => {
    const letter = loan.get(entry.messageId);
    return letter === undefined ? [] : [{ entry, letter }];
  });

/** A delete that fails loses nothing: it is noted that there is a copy, and the next run deletes. */
export async function deleteCopied(run: Run, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const removed = await run.loan.remove(ids).catch(() => new Set<string>());
  await run.ports.write({ note: 'deleted', ids: [...removed] });
  for (const id of ids) if (!removed.has(id)) run.undeleted.add(id);
}
