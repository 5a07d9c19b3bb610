import type { DeadLetterBox } from './dead-letter-box.ts';
import { type Looked, type LookRequest, lookAt } from './look-at.ts';

/** The matching dead letters of several queues, given back already. */
export async function lookAtQueues(boxes: readonly DeadLetterBox[], look: LookRequest): Promise<Looked> {
  const looks = await Promise.all(boxes.map((box) => lookAt(box, look)));
  return {
    letters: looks.flatMap(({ letters }) => letters),
    complete: looks.every(({ complete }) => complete),
    seen: looks.reduce((sum, { seen }) => sum + seen, 0),
  };
}
