import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueName } from '@postconfirm/contract';
import { unfinishedReplays } from '../replay/unfinished.ts';
import { deadLetterQueueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { LOOK_SECONDS } from './look-at.ts';

/** How many dead letters of these queues somebody holds, as SQS counts them: approximately. */
export async function inFlight(stage: Stage, queues: readonly QueueName[]): Promise<number> {
  const counts = await Promise.all(queues.map((queue) => inFlightOf(stage, queue)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function inFlightOf(stage: Stage, queue: QueueName): Promise<number> {
  const { Attributes = {} } = await stage.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await deadLetterQueueUrl(stage, queue),
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0);
}

/** Why no dead letter is visible though some are there, in a sentence; undefined where none is in flight. */
export async function whyHidden(
  stage: Stage,
  queues: readonly QueueName[],
  journals: string,
): Promise<string | undefined> {
  const count = await inFlight(stage, queues);
  return count === 0 ? undefined : hiddenSentence(count, journals, await unfinishedReplays(journals, stage.name));
}

export function hiddenSentence(count: number, journals: string, unfinished: readonly string[]): string {
  const held = `${count} ${count === 1 ? 'is' : 'are'} in flight: held by a look or a replay`;
  const known =
    unfinished.length === 0
      ? `no unfinished replay is in ${journals}`
      : `\`dlq replay --resume <id>\` gives back what a killed replay of this machine holds (unfinished: ${unfinished.join(', ')})`;
  return `${held}; ${known}; held by nobody any more, they come back by themselves within ${LOOK_SECONDS / 60} minutes.`;
}
