import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { type DeadLetterBox, MOST_AT_ONCE } from '../dead-letters/dead-letter-box.ts';
import type { Wait } from '../wait.ts';
import type { WriteNote } from './journal.ts';

/** How long one stays hidden that was received and not yet noted: if the process ends just then, nobody can give it back. */
const RECEIVE_SECONDS = 10;
/** How long a dead letter stays hidden if its holder dies, and how often a living one says that it still works. */
const HOLD_SECONDS = 60;
const RENEW_MS = 20_000;

/** The dead letters that a run has borrowed: hidden until they are removed or given back. */
export type Hold = {
  /** Borrows what is visible; those that were not held before. */
  borrow: () => Promise<DeadLetter[]>;
  has: (messageId: string) => boolean;
  get: (messageId: string) => DeadLetter | undefined;
  /** Deletes them; the ids of those that SQS says are gone. */
  remove: (messageIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Gives back all that is still held. */
  end: () => Promise<void>;
};

type Ports = { box: DeadLetterBox; write: WriteNote; wait: Wait; signal: AbortSignal };

export function startHold({ box, write, wait, signal }: Ports): Hold {
  const held = new Map<string, DeadLetter>();
  const over = new AbortController();
  const renewing = renew({ box, held, wait, over: over.signal });
  return {
    async borrow() {
      const fresh: DeadLetter[] = [];
      const received = async (page: readonly DeadLetter[]) => {
        fresh.push(...page.filter(({ messageId }) => !held.has(messageId)));
        // Also one that came again: its latest handle is the one that deletes it.
        for (const letter of page) held.set(letter.messageId, letter);
        await write({
          note: 'borrowed',
          handles: page.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]),
        });
        await box.keep(page, HOLD_SECONDS);
      };
      await box.borrow({ most: MOST_AT_ONCE, seconds: RECEIVE_SECONDS, received, signal });
      return fresh;
    },
    has: (messageId) => held.has(messageId),
    get: (messageId) => held.get(messageId),
    async remove(messageIds) {
      const removed = await box.remove(messageIds.flatMap((id) => held.get(id) ?? []));
      for (const id of removed) held.delete(id);
      return removed;
    },
    async end() {
      over.abort();
      await renewing;
      // What cannot be given back comes back by itself; the run's own result must not be lost to it.
      await box.giveBack([...held.values()]).catch(() => undefined);
    },
  };
}

type Renewing = { box: DeadLetterBox; held: ReadonlyMap<string, DeadLetter>; wait: Wait; over: AbortSignal };

async function renew({ box, held, wait, over }: Renewing): Promise<void> {
  while (!over.aborted) {
    await wait(RENEW_MS, over);
    // One that fails is made up for by the next: two fit into the time that a dead letter stays hidden.
    if (!over.aborted) await box.keep([...held.values()], HOLD_SECONDS).catch(() => undefined);
  }
}
