import type { QueueName } from '@postconfirm/contract';
import type { DeadLetter } from './dead-letter.ts';
import type { Borrowed, DeadLetterBox } from './dead-letter-box.ts';

/**
 * The lines of an export in the place of a dead-letter queue: the file stays as it is, and nothing is deleted. From the
 * second look on it is the queue `behind` that is looked at: what comes there meanwhile, a copy that died again, is seen.
 */
export function fileBox(queue: QueueName, letters: readonly DeadLetter[], behind: DeadLetterBox): DeadLetterBox {
  const lines = letters.filter((letter) => letter.queue === queue);
  const own = new Set<Borrowed>(lines);
  const ofQueue = (some: readonly Borrowed[]) => some.filter((letter) => !own.has(letter));
  let wasRead = false;
  return {
    queue,
    async borrow(borrowing) {
      if (wasRead) return behind.borrow(borrowing);
      wasRead = true;
      const page = lines.slice(0, borrowing.most);
      await borrowing.received?.(page);
      return page;
    },
    giveBack: (some) => behind.giveBack(ofQueue(some)),
    keep: (some, seconds) => behind.keep(ofQueue(some), seconds),
    remove: async (removed) => new Set(removed.map(({ messageId }) => messageId)),
  };
}
