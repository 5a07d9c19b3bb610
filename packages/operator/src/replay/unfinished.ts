import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readJournal } from './journal.ts';

/** The ids of a stage's replays, by their journals in a folder, that have not come to an end: killed, or at work. */
export async function unfinishedReplays(folder: string, stage: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.ndjson')).sort();
  const found = await Promise.all(files.map((name) => unfinishedIn(path.join(folder, name), stage)));
  return found.flat();
}

/** What is no journal names no replay. */
async function unfinishedIn(file: string, stage: string): Promise<string[]> {
  const journal = await readJournal(file).catch(() => undefined);
  if (journal === undefined || journal.begun.plan.stage !== stage) return [];
  return journal.notes.at(-1)?.note === 'ended' ? [] : [journal.begun.id];
}
