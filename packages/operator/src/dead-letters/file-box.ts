import type { QueueName } from '@postconfirm/contract';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';

/** The lines of an export in the place of a dead-letter queue: nothing is borrowed from anybody, and the file stays as it is. */
export const fileBox = (queue: QueueName, letters: readonly DeadLetter[]): DeadLetterBox => ({
  queue,
  async borrow({ most, received }) {
    const page = letters.filter((letter) => letter.queue === queue).slice(0, most);
    await received?.(page);
    return page;
  },
  giveBack: async () => undefined,
  keep: async () => undefined,
  remove: async (removed) => new Set(removed.map(({ messageId }) => messageId)),
});
