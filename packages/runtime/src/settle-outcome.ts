import type { Outcome } from '@postconfirm/contract';
import type { SQSRecord } from 'aws-lambda';
import { failureOf } from './aws-failure.ts';
import { type Backoff, backoffSeconds } from './backoff.ts';
import { type Log, type LogFields, withLogContext } from './log.ts';
import type { MessageCode } from './log-lines/message.ts';
import type { SourceQueue } from './source-queue.ts';

/** What an outcome is carried out with. */
export type Settling = {
  worker: string;
  queue: SourceQueue;
  backoff: Backoff;
  retention: { retentionSeconds: number; agedMarginSeconds: number };
  log: Log<MessageCode>;
  now: () => number;
  random: () => number;
};

/** A record that still lies on its queue, and what its log lines say of it. `sentAt`: epoch milliseconds. */
export type Unsettled = {
  record: SQSRecord;
  receive: { receiveCount: number; sentAt: number };
  fields: LogFields;
};

/** Carries one outcome out; the record's id when SQS must keep the message, else undefined. */
export const settleOutcome = (worker: Settling, item: Unsettled, outcome: Outcome): Promise<string | undefined> =>
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
async function retry(worker: Settling, item: Unsettled, outcome: Outcome & { kind: 'retry' }) {
  const seconds = outcome.afterSeconds ?? backoffSeconds(worker.backoff, item.receive.receiveCount, worker.random);
  const { retentionSeconds, agedMarginSeconds } = worker.retention;
  const expiresAt = item.receive.sentAt + retentionSeconds * 1000;
  if (worker.now() + (seconds + agedMarginSeconds) * 1000 > expiresAt) {
    return deadLetter(worker, item, { reason: 'aged', detail: outcome.reason });
  }
  worker.log('MESSAGE_RETRY', { reason: outcome.reason, waitSeconds: Math.round(seconds) });
  return keep(worker, item, seconds);
}

/** Leaves the message with SQS, out of sight for so long. */
async function keep(worker: Settling, { record }: Unsettled, seconds: number): Promise<string> {
  try {
    await worker.queue.delay(record.receiptHandle, seconds);
  } catch (error) {
    const { rule, fields } = failureOf('delay', error);
    worker.log(rule.code, fields);
  }
  return record.messageId;
}

type DeadLetter = Omit<Outcome & { kind: 'dead-letter' }, 'kind'>;

/** The message is acknowledged only after the dead-letter queue took the copy. */
async function deadLetter(worker: Settling, item: Unsettled, { reason, detail = '' }: DeadLetter) {
  const attributes = {
    reason,
    detail,
    worker: worker.worker,
    attempts: String(item.receive.receiveCount),
    deadLetteredAt: new Date(worker.now()).toISOString(),
  };
  try {
    await worker.queue.deadLetter(item.record, attributes);
    worker.log('MESSAGE_DEAD_LETTERED', { reason, detail });
    return undefined;
  } catch (error) {
    const { rule, fields } = failureOf('dead-letter', error);
    worker.log(rule.code, { reason, ...fields });
    return keep(worker, item, backoffSeconds(worker.backoff, item.receive.receiveCount, worker.random));
  }
}
