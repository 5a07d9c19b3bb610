import type { Note } from './journal-notes.ts';

/** What the notes of a journal say was done: by message id. */
export type Past = {
  /** The latest receipt handle of each that was borrowed. */
  handles: ReadonlyMap<string, string>;
  /** May have a copy: the process ended before it knew. */
  unsure: ReadonlySet<string>;
  copied: ReadonlySet<string>;
  deleted: ReadonlySet<string>;
};

export const NO_PAST: Past = { handles: new Map(), unsure: new Set(), copied: new Set(), deleted: new Set() };

export function pastOf(notes: readonly Note[]): Past {
  const handles = new Map<string, string>();
  const sets = { sending: new Set<string>(), copied: new Set<string>(), deleted: new Set<string>() };
  for (const note of notes) {
    if (note.note === 'borrowed') for (const [id, handle] of note.handles) handles.set(id, handle);
    if (note.note === 'failed') for (const id of note.ids) sets.sending.delete(id);
    if (note.note === 'sending' || note.note === 'copied' || note.note === 'deleted') {
      for (const id of note.ids) sets[note.note].add(id);
    }
  }
  const unsure = new Set([...sets.sending].filter((id) => !sets.copied.has(id)));
  return { handles, unsure, copied: sets.copied, deleted: sets.deleted };
}

/** What a dead process may still hide: to be given back before anything else. */
export const stillBorrowed = ({ handles, deleted }: Past) =>
  [...handles].flatMap(([messageId, receiptHandle]) => (deleted.has(messageId) ? [] : [{ messageId, receiptHandle }]));
