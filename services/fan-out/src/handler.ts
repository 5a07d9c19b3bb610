import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Targets } from '@postconfirm/contract';
import { type FanOutCode, type Log, sqsHandler, USER_MESSAGES, type WorkerSettings } from '@postconfirm/runtime';
import { createFanOut } from './fan-out.ts';
import { createSendBatch } from './send-batch.ts';

type Dependencies = {
  settings: WorkerSettings & { targets: Targets };
  sqs: SQSClient;
  log: Log<FanOutCode>;
};

export function createHandler({ settings, sqs, log }: Dependencies) {
  const { targets } = settings;
  const queueUrls = Object.fromEntries(Object.entries(targets).map(([name, { url }]) => [name, url]));
  return sqsHandler({
    worker: 'fan-out',
    settings,
    sqs,
    log,
    bodies: USER_MESSAGES,
    process: createFanOut(targets, createSendBatch(sqs, queueUrls, log), log),
  });
}
