import { expect, it } from 'vitest';
import { aDeadLetter } from '../replay/dead-letter.builder.ts';
import type { Borrowed, DeadLetterBox } from './dead-letter-box.ts';
import { fileBox } from './file-box.ts';

const line = aDeadLetter({ messageId: 'line' });
const diedAgain = aDeadLetter({ messageId: 'died-again' });

/** A queue that holds what died again, and what was done to it. */
function aQueue() {
  const given: Borrowed[] = [];
  const queue: DeadLetterBox = {
    queue: 'email',
    borrow: async () => [diedAgain],
    giveBack: async (some) => void given.push(...some),
    keep: async () => undefined,
    remove: () => Promise.reject(new Error('Nothing of the queue is deleted.')),
  };
  return { queue, given };
}

it('gives the lines of the file first, and then what comes into the queue', async () => {
  const box = fileBox('email', [line, aDeadLetter({ messageId: 'other', queue: 'enrichment' })], aQueue().queue);
  expect(await box.borrow({ most: 10, seconds: 1 })).toEqual([line]);
  expect(await box.borrow({ most: 10, seconds: 1 })).toEqual([diedAgain]);
});

it('deletes nothing, and gives back to the queue what is of the queue alone', async () => {
  const { queue, given } = aQueue();
  const box = fileBox('email', [line], queue);
  expect(await box.remove([line])).toEqual(new Set(['line']));
  await box.giveBack([line, diedAgain]);
  expect(given).toEqual([diedAgain]);
});
