import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deadLetterQueueName, physicalName, QUEUES, type QueueName } from '@postconfirm/contract';

/** How many messages SQS says a queue holds; its counts are approximate for up to a minute. */
export type QueueStatus = { queue: QueueName; waiting: number; inFlight: number; delayed: number; deadLetters: number };

/** All queues of a stage with what lies in them and in their dead-letter queues. */
export const queueStatus = (sqs: SQSClient, stage: string): Promise<QueueStatus[]> =>
  Promise.all(
    QUEUES.map(async (queue) => {
      const [own, dead] = await Promise.all([
        counts(sqs, physicalName(stage, queue)),
        counts(sqs, physicalName(stage, deadLetterQueueName(queue))),
      ]);
      return { queue, ...own, deadLetters: dead.waiting + dead.inFlight };
    }),
  );

export async function deadLetterQueueUrl(sqs: SQSClient, stage: string, queue: QueueName): Promise<string> {
  return queueUrl(sqs, physicalName(stage, deadLetterQueueName(queue)));
}

async function queueUrl(sqs: SQSClient, QueueName: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  if (QueueUrl === undefined) throw new Error(`SQS names no URL for ${QueueName}.`);
  return QueueUrl;
}

async function counts(sqs: SQSClient, name: string) {
  const QueueUrl = await queueUrl(sqs, name);
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
  };
}
