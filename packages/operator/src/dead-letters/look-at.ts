import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';

/** Seconds that a dead letter is out of others' sight while all are looked at; each is given back at once afterwards. */
const LOOK_SECONDS = 300;

/** The visible dead letters, given back already: their receipt handles are of no use any more. */
export async function lookAt(box: DeadLetterBox, most: number): Promise<DeadLetter[]> {
  const letters = await box.borrow({ most, seconds: LOOK_SECONDS });
  await box.giveBack(letters);
  return letters;
}
