import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '../operator-error.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import { readExport, writeExport } from './export-file.ts';

/** Seconds that everything is out of others' sight while some is deleted. */
const DISCARD_SECONDS = 300;

/**
 * Makes sure that all of them are in a file: in the one that is named, or in a new one.
 * @throws OperatorError `refused` when the named file lacks one.
 */
export async function ensureExported(
  letters: readonly DeadLetter[],
  { exported, file }: { exported: string | undefined; file: string },
): Promise<string> {
  if (exported === undefined) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeExport(file, letters);
    return file;
  }
  const saved = new Set((await readExport(exported)).map(({ messageId }) => messageId));
  const missing = letters.filter(({ messageId }) => !saved.has(messageId)).length;
  if (missing > 0) {
    throw new OperatorError(
      'refused',
      `${missing} of them are not in ${exported}: export again, or leave --exported out.`,
    );
  }
  return exported;
}

/** Deletes exactly these, as far as they are still there, and gives back the rest; how many are deleted. */
export async function discard(box: DeadLetterBox, letters: readonly DeadLetter[], most: number): Promise<number> {
  const ids = new Set(letters.map(({ messageId }) => messageId));
  const borrowed = await box.borrow({ most, seconds: DISCARD_SECONDS });
  const { meant = [], other = [] } = Object.groupBy(borrowed, ({ messageId }) =>
    ids.has(messageId) ? 'meant' : 'other',
  );
  try {
    return (await box.remove(meant)).size;
  } finally {
    await box.giveBack(other);
  }
}
