import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describeError, type Log } from '@postconfirm/runtime';
import type { Target } from './routes.ts';

/** Sends bodies to one target; one answer per body, in order: whether SQS confirmed it. Never rejects. */
export type SendBatch = (target: Target, bodies: readonly string[]) => Promise<boolean[]>;

/** SQS takes ten entries, and 1 MiB together: ten of the largest bodies that `parseMessage` takes fit. */
const BATCH_SIZE = 10;

export function createSendBatch(client: SQSClient, queueUrls: Record<Target, string>, log: Log): SendBatch {
  const send = async (target: Target, bodies: readonly string[]): Promise<boolean[]> => {
    const entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
    try {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrls[target], Entries: entries });
      const { Successful = [], Failed = [] } = await client.send(command);
      for (const { Code } of Failed) log('TARGET_REFUSED', { queue: target, errorCode: String(Code) });
      const confirmed = new Set(Successful.map(({ Id }) => Id));
      return entries.map(({ Id }) => confirmed.has(Id));
    } catch (error) {
      log('TARGET_REFUSED', { queue: target, ...describeError(error) });
      return entries.map(() => false);
    }
  };
  return async (target, bodies) => {
    const batches = Array.from({ length: Math.ceil(bodies.length / BATCH_SIZE) }, (_, index) =>
      bodies.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
    );
    return (await Promise.all(batches.map((batch) => send(target, batch)))).flat();
  };
}
