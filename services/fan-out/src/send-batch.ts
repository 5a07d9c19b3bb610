import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';
import { describeError, type Log } from '@postconfirm/runtime';
import type { Target } from './routes.ts';

/** Sends messages to one target; one answer per message, in order: whether SQS confirmed it. Never rejects. */
export type SendBatch = (target: Target, messages: readonly Message[]) => Promise<boolean[]>;

/** SQS takes ten entries, and 1 MiB together: ten bodies of the contract's bound fit. */
const BATCH_SIZE = 10;

export function createSendBatch(client: SQSClient, queueUrls: Record<Target, string>, log: Log): SendBatch {
  const send = async (target: Target, messages: readonly Message[]): Promise<boolean[]> => {
    const entries = messages.map((message, index) => ({ Id: String(index), MessageBody: encodeMessage(message) }));
    try {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrls[target], Entries: entries });
      const confirmed = new Set((await client.send(command)).Successful?.map(({ Id }) => Id));
      return entries.map(({ Id }) => confirmed.has(Id));
    } catch (error) {
      log('MESSAGE_FAILED', { queue: target, ...describeError(error) });
      return entries.map(() => false);
    }
  };
  return async (target, messages) => {
    const batches = Array.from({ length: Math.ceil(messages.length / BATCH_SIZE) }, (_, index) =>
      messages.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
    );
    return (await Promise.all(batches.map((batch) => send(target, batch)))).flat();
  };
}
