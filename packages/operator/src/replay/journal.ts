import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { OperatorError } from '../operator-error.ts';
import { PlanSchema } from './plan.ts';
import { RunSettingsSchema } from './run-settings.ts';

const ids = v.array(v.string());

const BegunSchema = v.object({
  note: v.literal('begun'),
  id: v.string(),
  /** Epoch milliseconds. */
  at: v.number(),
  plan: PlanSchema,
  settings: RunSettingsSchema,
  /** The export that is replayed from; without it, the dead-letter queue. */
  from: v.exactOptional(v.string()),
});

const NoteSchema = v.variant('note', [
  BegunSchema,
  /** Message ids with the receipt handles that hide them: what whoever resumes must give back. */
  v.object({ note: v.literal('borrowed'), handles: v.array(v.tuple([v.string(), v.string()])) }),
  /** Written before the copies are sent: those that have no later note may or may not have a copy. */
  v.object({ note: v.literal('sending'), ids }),
  v.object({ note: v.literal('copied'), ids }),
  v.object({ note: v.literal('failed'), ids }),
  v.object({ note: v.literal('deleted'), ids }),
  v.object({ note: v.literal('ended'), at: v.number() }),
]);

export type Begun = v.InferOutput<typeof BegunSchema>;
export type Note = v.InferOutput<typeof NoteSchema>;

/** Appends one note; resolves when it is on the disk if it is `copied`, which must outlast the deletion that follows it. */
export type WriteNote = (note: Note) => Promise<void>;

/** Where journals are kept, unless the command line names another folder. */
export const JOURNALS = '.postconfirm/replays';

export const journalFile = (folder: string, id: string): string => path.join(folder, `${id}.ndjson`);

/** Opens a journal to append to; a new one begins with `begun`. It holds ids and codes alone. */
export async function openJournal(file: string): Promise<{ write: WriteNote; close: () => Promise<void> }> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a');
  // Behind a line that was torn, the next would be lost with it.
  if ((await handle.stat()).size > 0) await handle.appendFile('\n');
  let last: Promise<unknown> = Promise.resolve();
  const append = async (note: Note) => {
    await handle.appendFile(`${JSON.stringify(note)}\n`);
    if (note.note === 'begun' || note.note === 'copied') await handle.datasync();
  };
  return {
    write: (note) => {
      const written = last.then(() => append(note));
      last = written.catch(() => undefined);
      return written;
    },
    close: () => handle.close(),
  };
}

/** A journal's notes. The last line may be torn, by the end of the process that wrote it: what it noted did not happen yet. */
export async function readJournal(file: string): Promise<{ begun: Begun; notes: Note[] }> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new OperatorError('usage', `The journal ${file} cannot be read (${code}): name it by its id or its file.`);
  });
  const [begun, ...notes] = text.split('\n').flatMap(parseNote);
  if (begun?.note !== 'begun') throw new OperatorError('usage', `${file} is no journal of a replay.`);
  return { begun, notes };
}

function parseNote(line: string): Note[] {
  try {
    return [v.parse(NoteSchema, JSON.parse(line))];
  } catch {
    return [];
  }
}
