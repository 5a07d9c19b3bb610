import type { DeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import type { DeadLetterFilter } from '../dead-letters/dead-letter-filter.ts';
import { lookAt } from '../dead-letters/look-at.ts';
import { OperatorError } from '../operator-error.ts';
import type { Foresee } from './foresee.ts';
import { makePlan, type Plan } from './plan.ts';

export type PlanRequest = {
  stage: string;
  filter: DeadLetterFilter;
  asked: Plan['asked'];
  most: number;
  now: number;
  signal: AbortSignal;
};

/** Dead letters that are foreseen at once: so many reads of the ledger are one wait. */
const AT_ONCE = 1_000;

/** Looks at the dead letters, gives them back, and says what a copy of each would do. Nothing is moved. */
export async function planReplay(
  { box, foresee }: { box: DeadLetterBox; foresee: Foresee },
  { stage, filter, asked, most, now, signal }: PlanRequest,
): Promise<{ plan: Plan; complete: boolean; seen: number }> {
  const { letters, complete, seen } = await lookAt(box, { most, filter, signal });
  const foreseen = [];
  for (let start = 0; start < letters.length; start += AT_ONCE) {
    if (signal.aborted) throw new OperatorError('interrupted', 'Interrupted: nothing was moved.');
    const some = letters.slice(start, start + AT_ONCE);
    const predictions = await foresee(some, asked);
    foreseen.push(
      ...some.flatMap((letter, index) => (predictions[index] ? [{ letter, prediction: predictions[index] }] : [])),
    );
  }
  const about = { stage, queue: box.queue, madeAt: new Date(now).toISOString(), filter: plain(filter), asked };
  return { plan: makePlan(about, foreseen), complete, seen };
}

/** A copy that may be written to. */
const plain = ({ reasons, workers, users, ids, ...times }: DeadLetterFilter) => ({
  ...times,
  ...(reasons && { reasons: [...reasons] }),
  ...(workers && { workers: [...workers] }),
  ...(users && { users: [...users] }),
  ...(ids && { ids: [...ids] }),
});
