import type { QueueName } from '@postconfirm/contract';
import { type DeadLetterBox, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { readExport } from '../dead-letters/export-file.ts';
import { fileBox } from '../dead-letters/file-box.ts';
import type { Stage } from '../stage/stage.ts';

/** Where a replay takes its dead letters from: the queue of the stage, or a file of `dlq export`. */
export const openBox = async (stage: Stage, queue: QueueName, from?: string): Promise<DeadLetterBox> =>
  from === undefined ? openDeadLetterBox(stage, queue) : fileBox(queue, await readExport(from));
