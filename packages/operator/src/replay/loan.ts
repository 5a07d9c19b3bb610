import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { type DeadLetterBox, MOST_AT_ONCE } from '../dead-letters/dead-letter-box.ts';
import type { Wait } from '../wait.ts';
import type { WriteNote } from './journal.ts';

/** How long one stays hidden that was received and not yet noted: if the process ends just then, nobody can give it back. */
const RECEIVE_SECONDS = 10;
/** How long a dead letter stays hidden if its holder dies, and how often a living one says that it still works. */
const LOAN_SECONDS = 60;
const RENEW_MS = 20_000;

/** The dead letters that a run has borrowed: hidden until they are removed or given back. */
export type Loan = {
  /** Borrows what is visible; those that were not borrowed before. */
  borrow: () => Promise<DeadLetter[]>;
  has: (messageId: string) => boolean;
  get: (messageId: string) => DeadLetter | undefined;
  /** Deletes them; the ids of those that SQS says are gone. */
  remove: (messageIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Gives back all that is still borrowed. */
  end: () => Promise<void>;
};

type Ports = { box: DeadLetterBox; write: WriteNote; wait: Wait; signal: AbortSignal };

export function startLoan({ box, write, wait, signal }: Ports): Loan {
  const borrowed = new Map<string, DeadLetter>();
  const over = new AbortController();
  const renewing = renew({ box, borrowed, wait, over: over.signal });
  return {
    async borrow() {
      const fresh: DeadLetter[] = [];
      const received = async (page: readonly DeadLetter[]) => {
        fresh.push(...page.filter(({ messageId }) => !borrowed.has(messageId)));
        // Also one that came again: its latest handle is the one that deletes it.
        for (const letter of page) borrowed.set(letter.messageId, letter);
        await write({
          note: 'borrowed',
          handles: page.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]),
        });
        await box.keep(page, LOAN_SECONDS);
      };
      await box.borrow({ most: MOST_AT_ONCE, seconds: RECEIVE_SECONDS, received, signal });
      return fresh;
    },
    has: (messageId) => borrowed.has(messageId),
    get: (messageId) => borrowed.get(messageId),
    async remove(messageIds) {
      const removed = await box.remove(messageIds.flatMap((id) => borrowed.get(id) ?? []));
      for (const id of removed) borrowed.delete(id);
      return removed;
    },
    async end() {
      over.abort();
      await renewing;
      // What cannot be given back comes back by itself; the run's own result must not be lost to it.
      await box.giveBack([...borrowed.values()]).catch(() => undefined);
    },
  };
}

type Renewing = { box: DeadLetterBox; borrowed: ReadonlyMap<string, DeadLetter>; wait: Wait; over: AbortSignal };

async function renew({ box, borrowed, wait, over }: Renewing): Promise<void> {
  while (!over.aborted) {
    await wait(RENEW_MS, over);
    // One that fails is made up for by the next: two fit into the time that a dead letter stays hidden.
    if (!over.aborted) await box.keep([...borrowed.values()], LOAN_SECONDS).catch(() => undefined);
  }
}
