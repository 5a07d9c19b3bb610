import type { DeadLetter } from './dead-letter.ts';

/** How many dead letters of a queue died for the same reason, with the same detail, in the same worker. Times are ISO 8601. */
export type DeadLetterGroup = {
  queue: string;
  reason: string;
  detail: string;
  worker: string;
  count: number;
  oldest: string;
  /** When SQS deletes the first of them. */
  expires: string;
};

export function groupDeadLetters(letters: readonly DeadLetter[]): DeadLetterGroup[] {
  const groups = Map.groupBy(letters, ({ queue, death: { reason, detail, worker } }) =>
    JSON.stringify([queue, reason, detail, worker]),
  );
  return [...groups.values()].map(groupOf).sort((a, b) => b.count - a.count);
}

function groupOf(letters: readonly DeadLetter[]): DeadLetterGroup {
  const [{ queue, death }] = letters as [DeadLetter];
  const { reason, detail, worker } = death;
  const oldest = earliest(letters.map(({ sentAt }) => sentAt));
  const expires = earliest(letters.map(({ expiresAt }) => expiresAt));
  return { queue, reason, detail, worker, count: letters.length, oldest, expires };
}

/** Not by spreading into `Math.min`: ten thousand arguments are too many for some stacks. */
const earliest = (times: readonly number[]) => new Date(times.reduce((a, b) => Math.min(a, b))).toISOString();
