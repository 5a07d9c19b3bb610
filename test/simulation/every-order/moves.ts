import { LATEST_EFFECT_MS } from '../network.ts';
import type { Lying } from '../queue.ts';
import { RULES } from '../settings.ts';
import { blowsAt, call, leavesDoubt } from './blows.ts';
import type { Asked } from './course.ts';
import type { Draft } from './draft.ts';
import type { Deletion, LaneName, Late, State, Worker } from './state.ts';

/** One thing that can happen next, in one of its ways. `fault`: the one that it places. */
export type Move = { who: string; what: string; fault?: string; make: (draft: Draft) => Promise<void> | void };

/** A step that can come next, no sooner than `from` and no later than `until`, and every way of it. */
type Opening = {
  from: number;
  until: number;
  moves: Move[];
  /**
   * It touches nothing that a step of anybody else touches, now or before it is due: then it comes first, for after any
   * other step it would come to the same.
   */
  isPrivate: boolean;
};

/** An event that comes later than this after its email is late: then a doubt may be settled without it. */
const EVENTS_WITHIN_MS = RULES.windowMs - LATEST_EFFECT_MS - 60_000;

const ANY_TIME = Number.POSITIVE_INFINITY;

/** All that can happen next: each step may come before every other, unless the other would then come too late. */
export function movesIn(state: State): Move[] {
  const openings = [
    ...state.workers.map((worker) => openingOf(worker, state)),
    ...state.late.map(arrivalOf),
    ...state.deletions.map((deletion) => deletionOf(deletion, state)),
    ...lying(state, 'email').map((message) => receiveOf('email', message)),
    ...lying(state, 'email-events').map((event) => eventReceive(event, state)),
  ].filter(({ from, until }) => from <= until);
  const first = openings.find(({ from, isPrivate }) => isPrivate && from <= state.now);
  if (first) return first.moves.map((move) => inTime(move, first.from));
  const latest = Math.min(...openings.map(({ until }) => until));
  return openings.flatMap(({ from, moves }) => (from <= latest ? moves.map((move) => inTime(move, from)) : []));
}

const inTime = ({ make, ...move }: Move, from: number): Move => ({
  ...move,
  make: (draft) => {
    draft.pass(Math.max(from, draft.scene.now));
    draft.scene.note(move.who, move.what);
    return make(draft);
  },
});

function openingOf(worker: Worker, { faultsLeft }: State): Opening {
  const { name: who, course, asleep, from, endsAt, givenUp } = worker;
  if (asleep) {
    const thaw: Move = { who, what: 'thaws', make: (draft) => draft.thaw(draft.current(worker)) };
    return { from: asleep.since, until: ANY_TIME, moves: [thaw], isPrivate: false };
  }
  const asked = course.asks as Asked;
  const what = nameOf(asked);
  const moves: Move[] = [{ who, what, make: (draft) => call(draft, draft.current(worker)) }];
  for (const blow of faultsLeft > 0 ? blowsAt(asked) : []) {
    const fault = `${what}: ${blow.kind}${blow.lasting ? ', each time' : ''}`;
    const make = (draft: Draft) => {
      draft.spendFault(leavesDoubt(blow, asked));
      return call(draft, draft.current(worker), blow);
    };
    moves.push({ who, what: fault, fault, make });
  }
  const isPrivate = !givenUp && isUnseen(worker, asked);
  return { from, until: givenUp ? Math.max(from, endsAt) : endsAt, moves, isPrivate };
}

const nameOf = ({ request }: Asked) => request.what ?? request.operation;

/**
 * SES, and a message that a live worker has in hand, are nobody else's: an email is seen by its events alone, which come
 * after it, and a message comes to no other worker before this one must be over. A receive and the first call after it
 * are one step for an event, whose worker has read nothing by then.
 */
const isUnseen = ({ inHand, course, attempt }: Worker, { request }: Asked): boolean =>
  !request.operation.startsWith('dynamodb.') || (inHand.lane === 'email-events' && course.isNew && attempt === 1);

function arrivalOf({ course, by, from, until }: Late, index: number): Opening {
  const what = `${nameOf(course.asks as Asked)} arrives late`;
  const arrive: Move = { who: by.name, what, make: (draft) => draft.takeLate(index) };
  return { from, until, moves: [arrive], isPrivate: false };
}

function deletionOf(deletion: Deletion, { faultsLeft }: State): Opening {
  const { inHand, from, until } = deletion;
  const what = `deletes ${inHand.receipt}`;
  const moves: Move[] = [{ who: 'Lambda', what, make: (draft) => draft.delete(deletion) }];
  if (faultsLeft > 0) moves.push(faulty('Lambda', 'delete: delete-lost', (draft) => draft.loseDeletion(deletion)));
  return { from, until, moves, isPrivate: true };
}

const faulty = (who: string, fault: string, change: (draft: Draft) => void): Move => ({
  who,
  what: fault,
  fault,
  make: (draft) => {
    draft.spendFault(true);
    change(draft);
  },
});

const lying = ({ things }: State, lane: LaneName): readonly Lying[] =>
  things.queues[lane === 'email' ? 0 : 2]?.messages ?? [];

function receiveOf(lane: LaneName, { messageId, visibleAt }: Lying): Opening {
  const what = `receives ${messageId}`;
  const make = (draft: Draft) => draft.receive(lane, messageId);
  return { from: visibleAt, until: ANY_TIME, moves: [{ who: 'Lambda', what, make }], isPrivate: false };
}

/** The first receive of an event comes in good time: SES's way and the queue's are both in it. */
function eventReceive(event: Lying, { faultsLeft }: State): Opening {
  const opening = receiveOf('email-events', event);
  if (event.receives > 0) return opening;
  const until = event.sentAt + EVENTS_WITHIN_MS;
  if (faultsLeft === 0) return { ...opening, until };
  const faults = [
    faulty('SES', 'event: event-lost', (draft) => draft.loseEvent(event)),
    faulty('SES', 'event: event-twice', (draft) => draft.doubleEvent(event)),
  ];
  return { ...opening, until, moves: [...opening.moves, ...faults] };
}
