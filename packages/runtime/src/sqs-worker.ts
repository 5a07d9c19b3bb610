import {
  type Message,
  messageKind,
  NEWER_SCHEMA_RECEIVES,
  type Outcome,
  parseMessage,
  userPoolOf,
} from '@postconfirm/contract';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Backoff, backoffSeconds } from './backoff.ts';
import { describeError } from './describe-error.ts';
import { type Log, withLogContext } from './log.ts';
import type { SourceQueue } from './source-queue.ts';

/** One receive of a message. Times in epoch milliseconds; `deadline` is when Lambda ends the invocation. */
export type Receive = { receiveCount: number; sentAt: number; deadline: number };

/** A message of the contract, and the very body that it came in: a later version of the contract may have put more there. */
export type Received = { message: Message; body: string; receive: Receive };

/** The effect of a worker: one outcome per message, in order. */
export type ProcessBatch = (batch: Received[]) => Promise<Outcome[]>;

export type Retention = { retentionSeconds: number; agedMarginSeconds: number };

export type SqsWorker = {
  worker: string;
  queue: SourceQueue;
  process: ProcessBatch;
  backoff: Backoff;
  retention: Retention;
  log: Log;
  now: () => number;
  random: () => number;
};

type Item = { record: SQSRecord; receive: Receive; fields: Record<string, string | number> };

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
    const failures = await Promise.all(all.map(({ item, outcome }) => settle(worker, item, outcome)));
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

/** Carries one outcome out; the record's id when SQS must keep the message, else undefined. */
const settle = (worker: SqsWorker, item: Item, outcome: Outcome): Promise<string | undefined> =>
  withLogContext(item.fields, async () => {
    switch (outcome.kind) {
      case 'done':
        worker.log('MESSAGE_DONE');
        return undefined;
      case 'duplicate':
        worker.log('MESSAGE_DUPLICATE');
        return undefined;
      case 'dead-letter':
        return deadLetter(worker, item, outcome);
      case 'retry':
        return retry(worker, item, outcome);
    }
  });

/** Back to the queue; or, where retention would end before the next try does, to the dead-letter queue for 14 fresh days. */
async function retry(worker: SqsWorker, item: Item, outcome: Outcome & { kind: 'retry' }) {
  const seconds = outcome.afterSeconds ?? backoffSeconds(worker.backoff, item.receive.receiveCount, worker.random);
  const { retentionSeconds, agedMarginSeconds } = worker.retention;
  const expiresAt = item.receive.sentAt + retentionSeconds * 1000;
  if (worker.now() + (seconds + agedMarginSeconds) * 1000 > expiresAt) {
    return deadLetter(worker, item, { kind: 'dead-letter', reason: 'aged', detail: outcome.reason });
  }
  worker.log('MESSAGE_RETRY', { reason: outcome.reason, waitSeconds: Math.round(seconds) });
  try {
    await worker.queue.delay(item.record.receiptHandle, seconds);
  } catch (error) {
    worker.log('VISIBILITY_FAILED', describeError(error));
  }
  return item.record.messageId;
}

/** The message is acknowledged only after the dead-letter queue took the copy. */
async function deadLetter(worker: SqsWorker, item: Item, outcome: Outcome & { kind: 'dead-letter' }) {
  const attributes = {
    reason: outcome.reason,
    detail: outcome.detail ?? '',
    worker: worker.worker,
    attempts: String(item.receive.receiveCount),
    deadLetteredAt: new Date(worker.now()).toISOString(),
  };
  try {
    await worker.queue.deadLetter(item.record.body, attributes);
    worker.log('MESSAGE_DEAD_LETTERED', { reason: outcome.reason, detail: outcome.detail ?? '' });
    return undefined;
  } catch (error) {
    worker.log('DEAD_LETTER_FAILED', { reason: outcome.reason, ...describeError(error) });
    return item.record.messageId;
  }
}
