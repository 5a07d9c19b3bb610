import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';

/** SQS takes ten entries, and 1 MiB together: ten of the largest bodies fit. */
const BATCH = 10;

/** Puts messages on a queue; the subjects of those that SQS says it has not taken. */
export async function sendMessages(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<string[]> {
  const refused: string[] = [];
  for (let start = 0; start < messages.length; start += BATCH) {
    const batch = messages.slice(start, start + BATCH);
    const Entries = batch.map((message, index) => ({ Id: String(index), MessageBody: encodeMessage(message) }));
    const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const taken = new Set(Successful.map(({ Id }) => Id));
    refused.push(...batch.filter((_, index) => !taken.has(String(index))).map(({ subject }) => subject));
  }
  return refused;
}
