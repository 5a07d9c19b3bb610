import {
  type Message,
  messageKind,
  NEWER_SCHEMA_RECEIVES,
  type Outcome,
  parseMessage,
  userPoolOf,
} from '@postconfirm/contract';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { describeError } from './describe-error.ts';
import { type Settling, settleOutcome, type Unsettled } from './settle-outcome.ts';

/** One receive of a message. Times in epoch milliseconds; `deadline` is when Lambda ends the invocation. */
export type Receive = Unsettled['receive'] & { deadline: number };

/** A message of the contract, and the very body that it came in: a later version of the contract may have put more there. */
export type Received = { message: Message; body: string; receive: Receive };

/** The effect of a worker: one outcome per message, in order. */
export type ProcessBatch = (batch: Received[]) => Promise<Outcome[]>;

export type SqsWorker = Settling & { process: ProcessBatch };

type Item = Unsettled & { receive: Receive };

/**
 * Turns a batch of SQS records into outcomes and outcomes into SQS's terms. Never throws: a bad message fails alone.
 * The whole batch is parsed before the first effect, and no effect outlives the returned promise.
 */
export const sqsWorker =
  (worker: SqsWorker) =>
  async (event: SQSEvent, deadline: number): Promise<SQSBatchResponse> => {
    const parsed = event.Records.map((record) => ({
      item: itemOf(record, deadline),
      result: parseMessage(record.body),
    }));
    const received: { item: Item; message: Message }[] = [];
    const refused: { item: Item; outcome: Outcome }[] = [];
    for (const { item, result } of parsed) {
      if (result.kind === 'message')
        received.push({ item: withMessage(item, result.message), message: result.message });
      else refused.push({ item, outcome: refusal(result, item.receive) });
    }
    const outcomes = await processSafely(worker, received);
    const all = [...refused, ...received.map(({ item }, index) => ({ item, outcome: outcomes[index] ?? UNEXPECTED }))];
    const failures = await Promise.all(all.map(({ item, outcome }) => settleOutcome(worker, item, outcome)));
    return { batchItemFailures: failures.flatMap((id) => (id === undefined ? [] : [{ itemIdentifier: id }])) };
  };

const UNEXPECTED: Outcome = { kind: 'retry', reason: 'unexpected' };

function itemOf(record: SQSRecord, deadline: number): Item {
  const receive = {
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    sentAt: Number(record.attributes.SentTimestamp),
    deadline,
  };
  return { record, receive, fields: { messageId: record.messageId, receiveCount: receive.receiveCount } };
}

const withMessage = (item: Item, message: Message): Item => ({
  ...item,
  fields: {
    ...item.fields,
    sub: message.subject,
    pool: userPoolOf(message),
    kind: messageKind(message),
    cause: message.data.cause,
    ...(message.traceparent && { traceparent: message.traceparent }),
  },
});

function refusal(
  result: { kind: 'poison'; detail: string } | { kind: 'schema-newer'; type: string },
  receive: Receive,
): Outcome {
  if (result.kind === 'poison') return { kind: 'dead-letter', reason: 'poison', detail: result.detail };
  if (receive.receiveCount < NEWER_SCHEMA_RECEIVES) return { kind: 'retry', reason: 'schema-newer' };
  return { kind: 'dead-letter', reason: 'schema-newer', detail: result.type };
}

async function processSafely(worker: SqsWorker, received: { item: Item; message: Message }[]): Promise<Outcome[]> {
  try {
    return await worker.process(
      received.map(({ item, message }) => ({ message, body: item.record.body, receive: item.receive })),
    );
  } catch (error) {
    worker.log('MESSAGE_FAILED', { worker: worker.worker, ...describeError(error) });
    return received.map(() => UNEXPECTED);
  }
}
