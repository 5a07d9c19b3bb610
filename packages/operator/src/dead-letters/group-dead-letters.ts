import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import { lookAt } from './look-at.ts';

/** How many dead letters died for the same reason, with the same detail, in the same worker. */
export type DeadLetterGroup = { reason: string; detail: string; worker: string; count: number; oldest: string };

/** `complete` is false when more lie there than were counted. */
export type DeadLetterCount = { groups: DeadLetterGroup[]; complete: boolean };

/** Counts the dead letters of a queue by reason, detail and worker, until about `most` were seen. Nothing is deleted or moved. */
export async function groupDeadLetters(box: DeadLetterBox, most: number): Promise<DeadLetterCount> {
  const letters = await lookAt(box, most);
  return { groups: grouped(letters), complete: letters.length < most };
}

function grouped(letters: readonly DeadLetter[]): DeadLetterGroup[] {
  const groups = Map.groupBy(letters, ({ death: { reason, detail, worker } }) => `${reason} ${detail} ${worker}`);
  return [...groups.values()].map(groupOf).sort((a, b) => b.count - a.count);
}

function groupOf(letters: readonly DeadLetter[]): DeadLetterGroup {
  const { reason = '', detail = '', worker = '' } = letters[0]?.death ?? {};
  const oldest = new Date(Math.min(...letters.map(({ sentAt }) => sentAt))).toISOString();
  return { reason, detail, worker, count: letters.length, oldest };
}
