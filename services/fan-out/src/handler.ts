import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Log, sqsHandler, USER_MESSAGES, type WorkerSettings } from '@postconfirm/runtime';
import { createFanOut } from './fan-out.ts';
import type { Target } from './routes.ts';
import { createSendBatch } from './send-batch.ts';

type Dependencies = {
  settings: WorkerSettings & { targetQueueUrls: Record<Target, string> };
  sqs: SQSClient;
  log: Log;
};

export const createHandler = ({ settings, sqs, log }: Dependencies) =>
  sqsHandler({
    worker: 'fan-out',
    settings,
    sqs,
    log,
    bodies: USER_MESSAGES,
    process: createFanOut(createSendBatch(sqs, settings.targetQueueUrls, log), log),
  });
