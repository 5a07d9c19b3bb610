import { OperatorError } from '../operator-error.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import { type DeadLetterFilter, matches } from './dead-letter-filter.ts';

/** Seconds that a dead letter is out of others' sight while all are looked at; each is given back at once afterwards. */
export const LOOK_SECONDS = 120;

export type LookRequest = {
  /** Stop at about so many. */
  most: number;
  filter?: DeadLetterFilter;
  signal?: AbortSignal;
};

/** `complete` is false when more may lie there than were looked at; `seen` counts also those that do not match. */
export type Looked = { letters: DeadLetter[]; complete: boolean; seen: number };

/**
 * The visible dead letters that match, given back already: their receipt handles are of no use any more.
 * @throws OperatorError `interrupted` when the signal came; all is given back then too.
 */
export async function lookAt(box: DeadLetterBox, { most, filter = {}, signal }: LookRequest): Promise<Looked> {
  const letters = await box.borrow({ most, seconds: LOOK_SECONDS, ...(signal && { signal }) });
  await box.giveBack(letters);
  if (signal?.aborted) throw new OperatorError('interrupted', 'Interrupted; every dead letter was given back.');
  const seen = letters.length;
  return { letters: letters.filter((letter) => matches(letter, filter)), complete: seen < most, seen };
}
