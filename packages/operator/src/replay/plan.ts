import { createHash } from 'node:crypto';
import { QUEUES } from '@postconfirm/contract';
import * as v from 'valibot';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { acts, PREDICTION_KINDS, PREDICTIONS, type Prediction, type PredictionKind } from './prediction.ts';

const EntrySchema = v.object({
  messageId: v.string(),
  /** Whom it is about, where it says so. A sub is no personal data. */
  sub: v.exactOptional(v.string()),
  prediction: v.object({ kind: v.picklist(PREDICTION_KINDS), detail: v.exactOptional(v.string()) }),
  does: v.picklist(['replay', 'leave']),
  /** Of the body: what lies under the same id with another body is not what was planned. */
  mark: v.string(),
  /** When SQS deletes the dead letter, epoch milliseconds. */
  expiresAt: v.number(),
});

const strings = v.exactOptional(v.array(v.string()));

const UnsignedSchema = v.object({
  version: v.literal(1),
  stage: v.string(),
  queue: v.picklist(QUEUES),
  madeAt: v.string(),
  filter: v.object({
    reasons: strings,
    workers: strings,
    users: strings,
    ids: strings,
    since: v.exactOptional(v.number()),
    until: v.exactOptional(v.number()),
  }),
  asked: v.object({
    evenIfStale: v.boolean(),
    again: v.boolean(),
    include: v.array(v.picklist(PREDICTION_KINDS)),
    max: v.exactOptional(v.number()),
  }),
  entries: v.array(EntrySchema),
});

export const PlanSchema = v.object({ ...UnsignedSchema.entries, hash: v.string() });

export type PlanEntry = v.InferOutput<typeof EntrySchema>;

/** What a replay will do with every dead letter that was meant. It holds no personal data. */
export type Plan = v.InferOutput<typeof PlanSchema>;

type Unsigned = v.InferOutput<typeof UnsignedSchema>;

/** What was foreseen of one dead letter. */
export type Foreseen = { letter: DeadLetter; prediction: Prediction };

/** The plan for what was foreseen: those that SQS deletes first go first. */
export function makePlan(about: Omit<Unsigned, 'version' | 'entries'>, foreseen: readonly Foreseen[]): Plan {
  const sorted = foreseen.toSorted((a, b) => a.letter.expiresAt - b.letter.expiresAt);
  const entries = sorted.map(repeatsAsSuch()).map((one) => entryOf(one, about.asked.include));
  return signed({ version: 1, ...about, entries: atMost(entries, about.asked.max) });
}

/** Of several messages that ask for the same, one acts and the others are its duplicates. */
function repeatsAsSuch(): (one: Foreseen) => Foreseen {
  const acting = new Set<string>();
  return (one) => {
    const { content } = one.letter;
    if (content.kind !== 'message' || !acts(one.prediction)) return one;
    const identity = `${content.message.source} ${content.message.id}`;
    if (acting.has(identity)) return { ...one, prediction: { kind: 'repeats', detail: one.prediction.kind } };
    acting.add(identity);
    return one;
  };
}

function entryOf({ letter, prediction }: Foreseen, include: readonly PredictionKind[]): PlanEntry {
  const sub = subjectOf(letter.content)?.sub;
  return {
    messageId: letter.messageId,
    ...(sub !== undefined && { sub }),
    prediction,
    does: include.includes(prediction.kind) ? 'replay' : PREDICTIONS[prediction.kind].does,
    mark: markOf(letter.body),
    expiresAt: letter.expiresAt,
  };
}

/** A hash by which a body is known again; a copy too, for SQS gives a dead letter a new id. */
export const markOf = (body: string): string => createHash('sha256').update(body).digest('base64url');

function atMost(entries: readonly PlanEntry[], max = Number.POSITIVE_INFINITY): PlanEntry[] {
  let left = max;
  return entries.map((entry) => {
    if (entry.does === 'replay') left -= 1;
    return left < 0 ? { ...entry, does: 'leave' } : entry;
  });
}

/** The hash is of the plan as its schema orders it: what somebody changed in a saved plan shows. */
function signed(unsigned: Unsigned): Plan {
  const plan = v.parse(UnsignedSchema, unsigned);
  return { ...plan, hash: createHash('sha256').update(JSON.stringify(plan)).digest('hex') };
}

export const isUnchanged = ({ hash, ...unsigned }: Plan): boolean => signed(unsigned).hash === hash;

export const replays = ({ entries }: Pick<Plan, 'entries'>): PlanEntry[] =>
  entries.filter(({ does }) => does === 'replay');
