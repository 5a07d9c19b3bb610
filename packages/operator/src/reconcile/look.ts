import type { PoolUser } from '../stage/pool-user.ts';
import { FOUND_KINDS, lookAtUser, type MissedUser, type Question, type UserState } from './missing.ts';
import { type Page, PageForgotten } from './user-directory.ts';

/** What was found on one page, and where the next one begins. */
export type PageFound = { tally: Tally; missed: MissedUser[]; next?: string };

/** How many users a look found of each kind: they add up to those it saw. */
export type Tally = Record<(typeof FOUND_KINDS)[number], number>;

/** What one look found so far. `complete`: it came to the end of the pool. */
export type Look = { tally: Tally; missed: MissedUser[]; complete: boolean };

/** Where a look keeps what it found, so that an interrupted one goes on. Whoever adds has loaded. */
export type Checkpoint = {
  /** The pages of an interrupted look that asked the same; those of another are dropped. */
  load: (asked: string) => Promise<PageFound[]>;
  /** Drops whatever was found. */
  begin: (asked: string) => Promise<void>;
  add: (page: PageFound) => Promise<void>;
  end: () => Promise<void>;
};

/** For a look that nobody goes on with. */
export const NO_CHECKPOINT: Checkpoint = {
  load: async () => [],
  begin: async () => undefined,
  add: async () => undefined,
  end: async () => undefined,
};

export type LookPorts = {
  page: (after?: string) => Promise<Page>;
  /** What the table holds of each, in order. */
  states: (subs: readonly string[]) => Promise<UserState[]>;
  checkpoint: Checkpoint;
  /** Asked before each page: time may be up, or a person have had enough. */
  mayGoOn: () => boolean;
  /** Told of each page how many users were seen in all. */
  seen: (count: number) => void;
};

const nobody = (): Tally => ({
  'not-confirmed': 0,
  disabled: 0,
  'too-recent': 0,
  'before-go-live': 0,
  complete: 0,
  missed: 0,
});

/**
 * Looks at every user of the pool, page by page, and goes on where an interrupted look ended. Where Cognito has forgotten
 * that place the look begins anew: what was found before is dropped, so nobody is counted twice.
 */
export async function lookThrough(ports: LookPorts, question: Question): Promise<Look> {
  const asked = askedBy(question);
  const before = await ports.checkpoint.load(asked);
  try {
    return await goOn(ports, question, before);
  } catch (error) {
    if (!(error instanceof PageForgotten) || before.length === 0) throw error;
    await ports.checkpoint.begin(asked);
    return goOn(ports, question, []);
  }
}

/** What must be the same for the pages of two looks to belong together. */
const askedBy = ({ graceMs, doubtCapMs, goLive, skipped = '', source = '' }: Question): string =>
  JSON.stringify({ graceMs, doubtCapMs, goLive, skipped, source });

async function goOn(ports: LookPorts, question: Question, before: readonly PageFound[]): Promise<Look> {
  const look: Look = { tally: nobody(), missed: [], complete: false };
  for (const page of before) add(look, page);
  let after = before.at(-1)?.next;
  for (let isFirst = before.length === 0; isFirst || after !== undefined; isFirst = false) {
    if (!ports.mayGoOn()) return look;
    const { users, next } = await ports.page(after);
    const found = { ...(await lookAtAll(ports.states, users, question)), ...(next && { next }) };
    await ports.checkpoint.add(found);
    add(look, found);
    ports.seen(seenBy(look.tally));
    after = next;
  }
  await ports.checkpoint.end();
  return { ...look, complete: true };
}

function add(look: Look, { tally, missed }: PageFound): void {
  for (const kind of FOUND_KINDS) look.tally[kind] += tally[kind];
  look.missed.push(...missed);
}

/** Looks at these users, all at once. */
export async function lookAtAll(
  states: LookPorts['states'],
  users: readonly PoolUser[],
  question: Question,
): Promise<{ tally: Tally; missed: MissedUser[] }> {
  const held = await states(users.map(({ sub }) => sub));
  const tally = nobody();
  const missed: MissedUser[] = [];
  for (const [index, user] of users.entries()) {
    const found = lookAtUser(user, held[index] ?? { delivery: undefined, record: undefined }, question);
    tally[found.kind] += 1;
    if (found.kind === 'missed') missed.push(found.user);
  }
  return { tally, missed };
}

/** How many users a tally is of. */
export const seenBy = (tally: Tally): number => Object.values(tally).reduce((total, count) => total + count, 0);
