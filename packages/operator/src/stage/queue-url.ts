import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName, physicalName, type QueueName } from '@postconfirm/contract';
import type { Stage } from './stage.ts';

export type AnyQueue = QueueName | `${QueueName}-dlq`;

/** The URL of one of the stage's queues. Rejects with `QueueDoesNotExist` where the stage is not deployed. */
export async function queueUrl({ clients, name }: Stage, queue: AnyQueue): Promise<string> {
  const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: physicalName(name, queue) }));
  if (QueueUrl === undefined) throw new Error(`SQS names no URL for ${queue}.`);
  return QueueUrl;
}

export const deadLetterQueueUrl = (stage: Stage, queue: QueueName): Promise<string> =>
  queueUrl(stage, deadLetterQueueName(queue));
