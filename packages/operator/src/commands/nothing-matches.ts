import type { QueueName } from '@postconfirm/contract';
import { whyHidden } from '../dead-letters/in-flight.ts';
import { OperatorError } from '../operator-error.ts';
import { JOURNALS } from '../replay/journal.ts';
import type { Stage } from '../stage/stage.ts';

type Looked = { queues: readonly QueueName[]; seen: number; journals?: string };

/** What was asked for does not lie there; where nothing at all was visible, others may hold it. */
export async function nothingMatches(stage: Stage, says: string, looked: Looked): Promise<OperatorError> {
  const hidden = await hiddenNote(stage, looked);
  return new OperatorError('nothing', hidden === undefined ? says : `${says} ${hidden}`);
}

export async function hiddenNote(
  stage: Stage,
  { queues, seen, journals = JOURNALS }: Looked,
): Promise<string | undefined> {
  return seen > 0 ? undefined : whyHidden(stage, queues, journals);
}
