import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { QUEUES, type QueueName } from '@postconfirm/contract';
import { deadLetterQueueUrl, queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';

/** How many messages SQS says a queue holds; its counts are approximate for up to a minute. */
export type QueueStatus = { queue: QueueName; waiting: number; inFlight: number; delayed: number; deadLetters: number };

/** All queues of a stage with what lies in them and in their dead-letter queues. */
export const queueStatus = (stage: Stage): Promise<QueueStatus[]> =>
  Promise.all(
    QUEUES.map(async (queue) => {
      const urls = await Promise.all([queueUrl(stage, queue), deadLetterQueueUrl(stage, queue)]);
      const [own, dead] = await Promise.all([counts(stage.clients.sqs, urls[0]), counts(stage.clients.sqs, urls[1])]);
      return { queue, ...own, deadLetters: dead.waiting + dead.inFlight };
    }),
  );

async function counts(sqs: SQSClient, QueueUrl: string) {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
  };
}
