import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { refuseUnwritable } from '../cannot-write.ts';
import { OperatorError } from '../operator-error.ts';
import { type Begun, type Note, type Opened, type Opening, parseNotes } from './journal-notes.ts';
import { startOf } from './process-start.ts';

/** Appends one note; resolves when it is on the disk if it is `copied`, which must outlast the deletion that follows it. */
export type WriteNote = (note: Note) => Promise<void>;

/** `notes`: what it said when it was opened; nobody else adds to it until it is closed. */
export type Journal = { notes: Note[]; write: WriteNote; close: () => Promise<void> };

/** Where journals are kept, unless the command line names another folder. */
export const JOURNALS = '.postconfirm/replays';

export const journalFile = (folder: string, id: string): string => path.join(folder, `${id}.ndjson`);

/**
 * Opens a journal to append to; a new one begins with `begun`. It holds ids and codes alone.
 * @throws OperatorError `refused` while another process that still runs has it open: two that go on with one replay would
 * each count what the other does. `usage` where it cannot be written.
 */
export async function openJournal(file: string): Promise<Journal> {
  const append = appendTo(await openToAppend(file), file);
  const me: Opened = { note: 'opened', opening: randomUUID(), ...(await thisProcess()) };
  const close = async () => {
    // Whoever cannot say so closes it by ending.
    await append.line({ note: 'closed', opening: me.opening }).catch(() => undefined);
    await append.close();
  };
  try {
    await append.line(me);
    const { notes, openings } = parseNotes(await readFile(file, 'utf8'));
    await refuseSecond(file, openings, me);
    return { notes, write: append.line, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openToAppend(file: string): Promise<FileHandle> {
  const refuse = refuseUnwritable(file, 'name another folder with --journal');
  await mkdir(path.dirname(file), { recursive: true }).catch(refuse);
  return open(file, 'a').catch(refuse);
}

/** One line after the other, in the order of the calls. */
function appendTo(handle: FileHandle, file: string) {
  let last: Promise<unknown> = Promise.resolve();
  const append = async (line: Note | Opening) => {
    // Behind a line that was torn, this one would be lost with it.
    await handle.appendFile(`${line.note === 'opened' ? '\n' : ''}${JSON.stringify(line)}\n`);
    if (line.note === 'begun' || line.note === 'copied') await handle.datasync();
  };
  return {
    line(line: Note | Opening): Promise<void> {
      const written = last.then(() => append(line)).catch(refuseUnwritable(file, 'see to its disk'));
      last = written.catch(() => undefined);
      return written;
    },
    close: () => handle.close(),
  };
}

async function thisProcess() {
  const start = await startOf(process.pid);
  return { pid: process.pid, ...(start !== undefined && { start }) };
}

/** Whoever opened it first, of those that still run, has it: each appends its line before it reads those of the others. */
async function refuseSecond(file: string, openings: readonly Opening[], me: Opened): Promise<void> {
  const closed = new Set(openings.flatMap(({ note, opening }) => (note === 'closed' ? [opening] : [])));
  const opened = openings.flatMap((one) => (one.note === 'opened' ? [one] : []));
  const before = opened.slice(
    0,
    opened.findIndex(({ opening }) => opening === me.opening),
  );
  for (const { opening, pid, start } of before) {
    if (closed.has(opening) || start === undefined || (await startOf(pid)) !== start) continue;
    const says = `The replay of ${file} is at work in another process (${pid})`;
    throw new OperatorError('refused', `${says}: wait for its end, or stop it with Ctrl-C, and resume it then.`);
  }
}

/** A journal's notes. The last line may be torn, by the end of the process that wrote it: what it noted did not happen yet. */
export async function readJournal(file: string): Promise<{ begun: Begun; notes: Note[] }> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new OperatorError('usage', `The journal ${file} cannot be read (${code}): name it by its id or its file.`);
  });
  const [begun, ...notes] = parseNotes(text).notes;
  if (begun?.note !== 'begun') throw new OperatorError('usage', `${file} is no journal of a replay.`);
  return { begun, notes };
}
