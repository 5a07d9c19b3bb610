import { setting } from './settings.ts';

/** The settings that every consumer of a queue needs; infra sets them from the stage's config. */
export const WORKER_SETTINGS = {
  functionName: setting.text('AWS_LAMBDA_FUNCTION_NAME', 'set by Lambda itself'),
  queueUrl: setting.url('QUEUE_URL', 'the URL of the queue that this worker consumes'),
  deadLetterQueueUrl: setting.url('DEAD_LETTER_QUEUE_URL', "the URL of that queue's dead-letter queue"),
  retentionSeconds: setting.number('RETENTION_SECONDS', 'the retention of the queue in seconds'),
  agedMarginSeconds: setting.number(
    'AGED_MARGIN_SECONDS',
    'how many seconds before its end a message is dead-lettered',
  ),
  backoffBaseSeconds: setting.number('BACKOFF_BASE_SECONDS', 'the first wait in seconds'),
  backoffCapSeconds: setting.number('BACKOFF_CAP_SECONDS', 'the longest wait in seconds'),
};

export type WorkerSettings = {
  queueUrl: string;
  deadLetterQueueUrl: string;
  retentionSeconds: number;
  agedMarginSeconds: number;
  backoffBaseSeconds: number;
  backoffCapSeconds: number;
};
