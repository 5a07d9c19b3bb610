import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { refuseUnwritable } from '../cannot-write.ts';
import { OperatorError } from '../operator-error.ts';
import type { DeadLetter } from './dead-letter.ts';
import { exportLine, parseExportLine } from './exported-letter.ts';

/**
 * Writes whole messages, personal data included: readable by the owner alone, and on the disk when it returns.
 * @throws OperatorError `usage` when the file is there already: an export is never written over.
 */
export async function writeExport(file: string, letters: readonly DeadLetter[]): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch(refuseUnwritable(file));
  try {
    await writeLines(handle, letters).catch(refuseUnwritable(file));
  } finally {
    await handle.close();
  }
}

async function writeLines(handle: FileHandle, letters: readonly DeadLetter[]): Promise<void> {
  for (const letter of letters) await handle.write(`${exportLine(letter)}\n`);
  await handle.sync();
}

/** @throws OperatorError `usage` when the file, or a line of it, is not of an export. */
export async function readExport(file: string): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      // Whoever looked into it with an editor may have left a mark at its beginning.
      const letter = parseExportLine(line.replace(/^\uFEFF/, ''));
      if (letter === undefined) {
        throw new OperatorError('usage', `Line ${letters.length + 1} of ${file} is not of \`dlq export\`.`);
      }
      letters.push(letter);
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError('usage', `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return letters;
}
