import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { recordAudit } from '../audit/audit.ts';
import { OperatorError } from '../operator-error.ts';
import { newRunId } from '../run-id.ts';
import type { Stage } from '../stage/stage.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import type { DeadLetterFilter } from './dead-letter-filter.ts';
import { readExport, writeExport } from './export-file.ts';

/** Seconds that everything is out of others' sight while some is deleted. */
const DISCARD_SECONDS = 300;
/** So many of a queue are borrowed; SQS itself hides no more than 120,000. */
const MOST = 100_000;

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

export type Discarding = { letters: readonly DeadLetter[]; filter: DeadLetterFilter; why?: string | undefined };

/** Deletes exactly these, and records who did and why; how many were still there to be deleted. */
export async function discard(
  { stage, box, now }: { stage: Stage; box: DeadLetterBox; now: () => number },
  { letters, filter, why }: Discarding,
): Promise<number> {
  const about = { command: 'dlq discard', filter: { queue: box.queue, ...filter }, ...(why !== undefined && { why }) };
  const audit = { id: newRunId(now()), startedAt: now(), ...about };
  await recordAudit(stage, audit);
  const discarded = await removeThese(box, letters);
  await recordAudit(stage, { ...audit, endedAt: now(), counts: { seen: letters.length, discarded } });
  return discarded;
}

/** What else was borrowed with them is given back. */
async function removeThese(box: DeadLetterBox, letters: readonly DeadLetter[]): Promise<number> {
  const ids = new Set(letters.map(({ messageId }) => messageId));
  const borrowed = await box.borrow({ most: MOST, seconds: DISCARD_SECONDS });
  const { meant = [], other = [] } = Object.groupBy(borrowed, ({ messageId }) =>
    ids.has(messageId) ? 'meant' : 'other',
  );
  try {
    return (await box.remove(meant)).size;
  } finally {
    await box.giveBack(other);
  }
}
