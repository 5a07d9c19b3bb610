import type { QueueName } from '@postconfirm/contract';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { type DeadLetterBox, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { readExport } from '../dead-letters/export-file.ts';
import { fileBox } from '../dead-letters/file-box.ts';
import { OperatorError } from '../operator-error.ts';
import type { Stage } from '../stage/stage.ts';

/** Where a replay takes its dead letters from: the queue of the stage, or a file of `dlq export`. */
export async function openBox(stage: Stage, queue: QueueName, from?: string): Promise<DeadLetterBox> {
  const box = await openDeadLetterBox(stage, queue);
  if (from === undefined) return box;
  const letters = await readExport(from);
  refuseOthers(letters, queue, from);
  return fileBox(queue, letters, box);
}

/** @throws OperatorError `usage` when the file holds dead letters, and none of this queue. */
export function refuseOthers(letters: readonly Pick<DeadLetter, 'queue'>[], queue: QueueName, from: string): void {
  const queues = [...new Set(letters.map((letter) => letter.queue))];
  if (queues.length === 0 || queues.includes(queue)) return;
  const says = `${from} holds dead letters of ${queues.join(' and ')}, and none of ${queue}`;
  throw new OperatorError('usage', `${says}: say --queue ${queues[0]}.`);
}
