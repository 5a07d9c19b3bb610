import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName, QUEUES, type QueueName } from '@postconfirm/contract';
import { type AnyQueue, queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { oldestAges } from './oldest-ages.ts';

/** How many messages SQS says a queue holds; its counts are approximate for up to a minute. */
export type QueueStatus = {
  queue: AnyQueue;
  waiting: number;
  inFlight: number;
  delayed: number;
  /** Both absent where the queue is empty, or CloudWatch has no age of it. */
  oldestSeconds?: number;
  /** When SQS deletes the first message: epoch milliseconds, and at the latest (docs/operations.md). */
  firstExpiresAt?: number;
};

type Counted = Pick<QueueStatus, 'queue' | 'waiting' | 'inFlight' | 'delayed'> & { retentionSeconds: number };

/** All queues of a stage and their dead-letter queues, each after its own. */
export async function queueStatus(stage: Stage, now: number): Promise<QueueStatus[]> {
  const names = QUEUES.flatMap((queue: QueueName): AnyQueue[] => [queue, deadLetterQueueName(queue)]);
  const [counted, ages] = await Promise.all([
    Promise.all(names.map((queue) => count(stage, queue))),
    oldestAges(stage, names, now),
  ]);
  return counted.map((queue) => withAge(queue, ages.get(queue.queue), now));
}

export const messagesIn = ({ waiting, inFlight, delayed }: Omit<QueueStatus, 'queue'>): number =>
  waiting + inFlight + delayed;

/** CloudWatch goes on telling the last age for a while after a queue became empty. */
function withAge({ retentionSeconds, ...queue }: Counted, oldestSeconds: number | undefined, now: number): QueueStatus {
  if (oldestSeconds === undefined || messagesIn(queue) === 0) return queue;
  return { ...queue, oldestSeconds, firstExpiresAt: now + (retentionSeconds - oldestSeconds) * 1000 };
}

async function count(stage: Stage, queue: AnyQueue): Promise<Counted> {
  const QueueUrl = await queueUrl(stage, queue);
  const { Attributes = {} } = await stage.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return {
    queue,
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
    retentionSeconds: Number(Attributes['MessageRetentionPeriod']),
  };
}
