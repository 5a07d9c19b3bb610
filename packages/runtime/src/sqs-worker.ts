import { NEWER_SCHEMA_RECEIVES, type Outcome } from '@postconfirm/contract';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { failureOf } from './aws-failure.ts';
import type { BodyKind } from './body-kind.ts';
import { type Settling, settleOutcome, type Unsettled } from './settle-outcome.ts';

/** One receive of a message. Times in epoch milliseconds; `deadline` is when Lambda ends the invocation. */
export type Receive = Unsettled['receive'] & { deadline: number };

/**
 * A message, and the very body that it came in: a later version of the contract may have put more there. `traceHeader` is
 * X-Ray's, of whoever sent it: a batch holds messages of many traces.
 */
export type Received<M> = { message: M; body: string; traceHeader?: string | undefined; receive: Receive };

/** The effect of a worker: one outcome per message, in order. */
export type ProcessBatch<M> = (batch: Received<M>[]) => Promise<Outcome[]>;

export type SqsWorker<M> = Settling & { bodies: BodyKind<M>; process: ProcessBatch<M> };

type Item = Unsettled & { receive: Receive };

/**
 * Turns a batch of SQS records into outcomes and outcomes into SQS's terms. Never throws: a bad message fails alone.
 * The whole batch is parsed before the first effect, and no effect outlives the returned promise.
 */
export const sqsWorker =
  <M>(worker: SqsWorker<M>) =>
  async (event: SQSEvent, deadline: number): Promise<SQSBatchResponse> => {
    const parsed = event.Records.map((record) => ({
      item: itemOf(record, deadline),
      result: worker.bodies.parse(record.body),
    }));
    const received: { item: Item; message: M }[] = [];
    const refused: { item: Item; outcome: Outcome }[] = [];
    for (const { item, result } of parsed) {
      if (result.kind === 'message') {
        const fields = { ...item.fields, ...worker.bodies.fieldsOf(result.message) };
        received.push({ item: { ...item, fields }, message: result.message });
      } else refused.push({ item, outcome: refusal(result, item.receive) });
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

function refusal(
  result: { kind: 'poison'; detail: string } | { kind: 'schema-newer'; type: string },
  receive: Receive,
): Outcome {
  if (result.kind === 'poison') return { kind: 'dead-letter', reason: 'poison', detail: result.detail };
  if (receive.receiveCount < NEWER_SCHEMA_RECEIVES) return { kind: 'retry', reason: 'schema-newer' };
  return { kind: 'dead-letter', reason: 'schema-newer', detail: result.type };
}

async function processSafely<M>(worker: SqsWorker<M>, received: { item: Item; message: M }[]): Promise<Outcome[]> {
  try {
    return await worker.process(
      received.map(({ item: { record, receive }, message }) => ({
        message,
        body: record.body,
        traceHeader: record.attributes.AWSTraceHeader,
        receive,
      })),
    );
  } catch (error) {
    const { rule, fields } = failureOf('table', error);
    worker.log(rule.code, { worker: worker.worker, ...fields });
    return received.map(() => ({ kind: rule.outcome, reason: 'unexpected' }));
  }
}
