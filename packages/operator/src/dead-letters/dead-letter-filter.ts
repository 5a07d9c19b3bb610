import { subjectOf } from './content.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Which dead letters are meant; each list is of alternatives. Times are of the entry into the queue, epoch milliseconds. */
export type DeadLetterFilter = {
  reasons?: readonly string[];
  workers?: readonly string[];
  users?: readonly string[];
  ids?: readonly string[];
  since?: number;
  until?: number;
};

/** Whether a dead letter is meant: it must satisfy all that the filter names. */
export function matches(letter: DeadLetter, { reasons, workers, users, ids, since, until }: DeadLetterFilter): boolean {
  return (
    isOneOf(reasons, letter.death.reason) &&
    isOneOf(workers, letter.death.worker) &&
    isOneOf(users, subjectOf(letter.content)?.sub) &&
    isOneOf(ids, letter.messageId) &&
    letter.sentAt >= (since ?? 0) &&
    letter.sentAt <= (until ?? Number.POSITIVE_INFINITY)
  );
}

const isOneOf = (wanted: readonly string[] | undefined, value: string | undefined) =>
  wanted === undefined || (value !== undefined && wanted.includes(value));
