import type { QueueName } from '@postconfirm/contract';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { type DeadLetterBox, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { readExport } from '../dead-letters/export-file.ts';
import { fileBox } from '../dead-letters/file-box.ts';
import { OperatorError } from '../operator-error.ts';
import { poolOf } from '../stage/pool-of.ts';
import type { Stage } from '../stage/stage.ts';
import { counted } from '../terminal/counted.ts';

/** Where a replay takes its dead letters from: the queue of the stage, or a file of `dlq export`. */
export async function openBox(stage: Stage, queue: QueueName, from?: string): Promise<DeadLetterBox> {
  const box = await openDeadLetterBox(stage, queue);
  if (from === undefined) return box;
  const letters = await readExport(from);
  refuseOthers(letters, queue, from);
  refuseOtherPools(
    letters.filter((letter) => letter.queue === queue),
    await poolOf(stage),
    from,
  );
  return fileBox(queue, letters, box);
}

/** @throws OperatorError `usage` when the file holds dead letters, and none of this queue. */
export function refuseOthers(letters: readonly Pick<DeadLetter, 'queue'>[], queue: QueueName, from: string): void {
  const queues = [...new Set(letters.map((letter) => letter.queue))];
  if (queues.length === 0 || queues.includes(queue)) return;
  const says = `${from} holds dead letters of ${queues.join(' and ')}, and none of ${queue}`;
  throw new OperatorError('usage', `${says}: say --queue ${queues[0]}.`);
}

/**
 * A queue holds what its own stage put there; a file may be of another, whose users are not to be mailed by this one.
 * @throws OperatorError `refused` when one of the dead letters is about a user of another pool.
 */
export function refuseOtherPools(letters: readonly Pick<DeadLetter, 'content'>[], pool: string, from: string): void {
  const others = letters.filter(({ content }) => (subjectOf(content)?.pool ?? pool) !== pool).length;
  if (others === 0) return;
  const are = counted(others, 'dead letter is', 'dead letters are');
  const says = `${are} in ${from} about users of another pool than ${pool}, which is expected here`;
  throw new OperatorError('refused', `${says}: replay them on the stage of that pool (--stage, --pool).`);
}
