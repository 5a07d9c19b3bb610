import type { Delivery, EventFlow } from '@postconfirm/ledger';
import type { SavedQueue } from '../queue.ts';
import type { Accepted } from '../ses.ts';
import type { Course } from './course.ts';

export type LaneName = 'email' | 'email-events';

/** A message as one receive has it. */
export type InHand = { lane: LaneName; messageId: string; receipt: string; body: string };

/** An invocation at work. Its call, the `attempt`th of its client, leaves at `from` or later. */
export type Worker = {
  name: string;
  inHand: InHand;
  course: Course;
  attempt: number;
  from: number;
  /** When Lambda ends it, unless it stands still. */
  endsAt: number;
  /** It stands still, before its call or before the answer to it. */
  asleep?: { since: number; before: 'call' } | { since: number; before: 'answer'; value: unknown };
  /** How long it stood still altogether, and how long when it came to its call. */
  frozenMs: number;
  frozenAtCall: number;
  /** Lambda gave it up while it stood still: what it answers is heard by nobody. */
  givenUp: boolean;
};

/** What a call does after its sender stopped waiting, or for the second time. */
export type Late = {
  course: Course;
  by: Pick<Worker, 'name' | 'frozenMs' | 'frozenAtCall'>;
  from: number;
  until: number;
};

/** A message that is about to be deleted. */
export type Deletion = { inHand: InHand; from: number; until: number };

/** What lies in the table, on the queues and with SES. */
export type Things = {
  queues: readonly SavedQueue[];
  delivery: Delivery | undefined;
  flow: EventFlow;
  emails: readonly Accepted[];
};

/** All that the rest of a course depends on. Nothing of it is ever changed in place. */
export type State = {
  now: number;
  things: Things;
  workers: readonly Worker[];
  late: readonly Late[];
  deletions: readonly Deletion[];
  faultsLeft: number;
  /** Whether a fault left open what was done: then a person may be asked in the end. */
  doubtful: boolean;
};

const ids = new Map<string, number>();

/** A number in the place of a long text. */
function idOf(text: string): number {
  const id = ids.get(text) ?? ids.size;
  ids.set(text, id);
  return id;
}

/**
 * The same for two states exactly if nothing that can follow, and no judgement of it, can differ: so what follows is
 * explored once. What lies in the past is in it only where the future, or the judge, asks for it.
 */
export function keyOf(state: State): string {
  const { now, things, workers, late, deletions, faultsLeft, doubtful } = state;
  return JSON.stringify([
    [now, faultsLeft, doubtful, things.delivery, things.flow, things.emails],
    things.queues.map(({ tally, messages }) => [
      tally,
      messages.map(({ messageId, receives, visibleAt, body }) => [messageId, receives, visibleAt, idOf(body)]),
    ]),
    workers.map(({ course, inHand: _, from, ...worker }) => [course.id, Math.max(from, now), worker]),
    late.map(({ course, by, from, until }) => [course.id, by, Math.max(from, now), until]).sort(),
    deletions.map(({ inHand: { receipt }, from, until }) => [receipt, Math.max(from, now), until]),
  ]);
}
