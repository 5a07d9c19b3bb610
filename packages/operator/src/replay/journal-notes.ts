import * as v from 'valibot';
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

/** Who writes a journal: a process, by its id and the time of its start, and which of its openings. */
const OpenedSchema = v.object({
  note: v.literal('opened'),
  opening: v.string(),
  pid: v.number(),
  start: v.exactOptional(v.string()),
});

const OpeningSchema = v.variant('note', [OpenedSchema, v.object({ note: v.literal('closed'), opening: v.string() })]);

export type Begun = v.InferOutput<typeof BegunSchema>;
export type Note = v.InferOutput<typeof NoteSchema>;
export type Opened = v.InferOutput<typeof OpenedSchema>;
export type Opening = v.InferOutput<typeof OpeningSchema>;

/** What a journal says: of the replay, and of who had it open. What is no whole line says nothing. */
export function parseNotes(text: string): { notes: Note[]; openings: Opening[] } {
  const lines = text.split('\n').flatMap((line) => parsed(line));
  return {
    notes: lines.filter((line) => !isOpening(line)) as Note[],
    openings: lines.filter(isOpening),
  };
}

const LineSchema = v.union([NoteSchema, OpeningSchema]);

const isOpening = (line: Note | Opening): line is Opening => line.note === 'opened' || line.note === 'closed';

function parsed(line: string): (Note | Opening)[] {
  try {
    return [v.parse(LineSchema, JSON.parse(line))];
  } catch {
    return [];
  }
}
