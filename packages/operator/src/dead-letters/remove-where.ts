import type { DeadLetter } from './dead-letter.ts';
import { type DeadLetterBox, MOST_AT_ONCE } from './dead-letter-box.ts';
import { LOOK_SECONDS } from './look-at.ts';

/** Deletes the visible dead letters that are meant, and gives the others back; how many SQS says are gone. */
export async function removeWhere(box: DeadLetterBox, isMeant: (letter: DeadLetter) => boolean): Promise<number> {
  const borrowed = await box.borrow({ most: MOST_AT_ONCE, seconds: LOOK_SECONDS });
  const { meant = [], other = [] } = Object.groupBy(borrowed, (letter) => (isMeant(letter) ? 'meant' : 'other'));
  try {
    return (await box.remove(meant)).size;
  } finally {
    await box.giveBack(other);
  }
}
