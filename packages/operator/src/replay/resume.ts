import { existsSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import type { Replay } from './carry-out.ts';
import { journalFile, readJournal } from './journal.ts';
import { isUnchanged } from './plan.ts';

/** What is left of a replay whose process ended, by the id or the file of its journal. */
export async function resumedReplay(
  { journals, idOrFile, stage }: { journals: string; idOrFile: string; stage: string },
  finishOnly: boolean,
): Promise<Replay> {
  const file = existsSync(idOrFile) ? idOrFile : journalFile(journals, idOrFile);
  const { begun } = await readJournal(file);
  if (begun.plan.stage !== stage) {
    throw new OperatorError('usage', `${begun.id} is a replay of stage ${begun.plan.stage}: say --stage.`);
  }
  if (!isUnchanged(begun.plan)) {
    throw new OperatorError('refused', `The plan in ${file} was changed by hand: make a new one with dlq replay.`);
  }
  const { note: _, ...replay } = begun;
  return { ...replay, file, finishOnly };
}
