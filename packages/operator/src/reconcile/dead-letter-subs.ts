import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { DeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { lookAt } from '../dead-letters/look-at.ts';
import type { DeadLetterSubs } from './excuse.ts';

/** So many dead letters of one queue are looked at; those beyond explain nobody, whose repair the ledger makes harmless. */
const MOST = 20_000;

/** Whose dead letters lie there, of one pool. They are looked at and given back. */
export async function deadLetterSubs(
  boxes: readonly DeadLetterBox[],
  pool: string,
  signal?: AbortSignal,
): Promise<DeadLetterSubs> {
  const found = boxes.map(async (box) => {
    const { letters } = await lookAt(box, { most: MOST, ...(signal && { signal }) });
    return [box.queue, subsOf(letters, pool)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

function subsOf(letters: readonly DeadLetter[], pool: string): ReadonlySet<string> {
  const users = letters.flatMap(({ content }) => subjectOf(content) ?? []);
  return new Set(users.filter((user) => user.pool === pool).map(({ sub }) => sub));
}
