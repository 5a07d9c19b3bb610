import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { audited } from '../audit/audited.ts';
import { refuseUnwritable } from '../cannot-write.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import type { DeadLetterFilter } from './dead-letter-filter.ts';
import { readExport, writeExport } from './export-file.ts';
import { removeWhere } from './remove-where.ts';

/** Saves all of them to a new file. */
export async function saveToDiscard(file: string, letters: readonly DeadLetter[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true }).catch(
    refuseUnwritable(file, 'save them by `dlq export` elsewhere, and say --exported'),
  );
  await writeExport(file, letters);
}

/** @throws OperatorError `refused` when the file lacks one of them. */
export async function ensureExported(letters: readonly DeadLetter[], exported: string): Promise<void> {
  const saved = new Set((await readExport(exported)).map(({ messageId }) => messageId));
  const missing = letters.filter(({ messageId }) => !saved.has(messageId)).length;
  if (missing > 0) {
    throw new OperatorError(
      'refused',
      `${missing} of them are not in ${exported}: export again, or leave --exported out.`,
    );
  }
}

export type Discarding = { letters: readonly DeadLetter[]; filter: DeadLetterFilter; why?: string | undefined };

/** Deletes exactly these, and records who did and why; how many were still there to be deleted. */
export async function discard(
  { box, ...desk }: Pick<Desk, 'stage' | 'now'> & { box: DeadLetterBox },
  { letters, filter, why }: Discarding,
): Promise<number> {
  const ids = new Set(letters.map(({ messageId }) => messageId));
  const about = { command: 'dlq discard', filter: { queue: box.queue, ...filter }, why };
  return audited(desk, about, async () => {
    const discarded = await removeWhere(box, ({ messageId }) => ids.has(messageId));
    return { result: discarded, counts: { seen: letters.length, discarded } };
  });
}
