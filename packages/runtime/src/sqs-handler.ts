import type { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { BodyKind } from './body-kind.ts';
import { invocationContext } from './invocation-context.ts';
import type { Log } from './log.ts';
import type { MessageCode } from './log-lines/message.ts';
import { createSourceQueue } from './source-queue.ts';
import { type ProcessBatch, sqsWorker } from './sqs-worker.ts';
import type { WorkerSettings } from './worker-settings.ts';

type SqsHandlerOptions<M> = {
  worker: string;
  settings: WorkerSettings;
  sqs: SQSClient;
  log: Log<MessageCode>;
  bodies: BodyKind<M>;
  process: ProcessBatch<M>;
};

/** SQS batch in, partial batch response out. Has a name, so that a worker can export one without Lambda's types. */
export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The Lambda handler of a worker. */
export function sqsHandler<M>({ worker, settings, sqs, log, bodies, process }: SqsHandlerOptions<M>): SqsHandler {
  const run = sqsWorker({
    worker,
    log,
    bodies,
    process,
    queue: createSourceQueue(sqs, settings.queueUrl, settings.deadLetterQueueUrl),
    backoff: { baseSeconds: settings.backoffBaseSeconds, capSeconds: settings.backoffCapSeconds },
    retention: settings,
    now: Date.now,
    random: Math.random,
  });
  const handler = (event: SQSEvent, context: Context) => run(event, Date.now() + context.getRemainingTimeInMillis());
  return middy(handler, NO_EARLY_TIMEOUT).use(invocationContext());
}

/** middy would answer for a handler that is still at work; an effect must not outlive the answer. */
export const NO_EARLY_TIMEOUT = { timeoutEarlyInMillis: 0 };
