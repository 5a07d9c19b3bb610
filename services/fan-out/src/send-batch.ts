import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { FAILURE_RULES } from '@postconfirm/contract';
import { type FanOutCode, failureOf, type Log, type Received, refusalClass } from '@postconfirm/runtime';

/** What goes on of a message. Without a trace header of its own it would join the trace of the batch. */
type Copy = Pick<Received<unknown>, 'body' | 'traceHeader'>;

/** Sends copies to one target; one answer per copy, in order: whether SQS confirmed it. Never rejects. */
export type SendBatch = (target: string, copies: readonly Copy[]) => Promise<boolean[]>;

/** SQS takes ten entries, and 1 MiB together: ten of the largest bodies that `parseMessage` takes fit. */
const BATCH_SIZE = 10;

export function createSendBatch(
  client: SQSClient,
  queueUrls: Readonly<Record<string, string>>,
  log: Log<FanOutCode>,
): SendBatch {
  const send = async (target: string, copies: readonly Copy[]): Promise<boolean[]> => {
    const entries = copies.map(entryOf);
    try {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrls[target], Entries: entries });
      const { Successful = [], Failed = [] } = await client.send(command);
      for (const entry of Failed) sayRefused(log, target, entry);
      const confirmed = new Set(Successful.map(({ Id }) => Id));
      return entries.map(({ Id }) => confirmed.has(Id));
    } catch (error) {
      const { rule, fields } = failureOf('forward', error);
      log(rule.code, { queue: target, ...fields });
      return entries.map(() => false);
    }
  };
  return async (target, copies) => {
    const batches = Array.from({ length: Math.ceil(copies.length / BATCH_SIZE) }, (_, index) =>
      copies.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
    );
    return (await Promise.all(batches.map((batch) => send(target, batch)))).flat();
  };
}

/** SQS takes the attribute before the request's own header, which is the trace of this invocation. */
const entryOf = ({ body, traceHeader }: Copy, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: body,
  ...(traceHeader && {
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
  }),
});

/** An entry that failed alone: for what it says, or because SQS stumbled over it. */
function sayRefused(log: Log<FanOutCode>, queue: string, { Code = '', SenderFault }: BatchResultErrorEntry): void {
  const failure = SenderFault ? refusalClass(Code) : 'definite';
  log(FAILURE_RULES.forward[failure].code, { queue, errorCode: Code, failure });
}
