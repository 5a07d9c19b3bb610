import { RETENTION_DAYS } from '@postconfirm/contract';
import { scaledSeconds } from '../config/derived.ts';
import { allow } from '../constructs/allow.ts';
import { queueOf } from '../constructs/queue-with-dlq.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** What every worker does: receive, put back with a wait, and dead-letter with a reason. */
export function consume({ entry, deployment: { config }, queues }: WorkerContext): Granted {
  const { queue, deadLetterQueue } = queueOf(queues, entry.queue);
  const { backoffBaseSeconds, backoffCapSeconds, agedMarginSeconds } = config.retry;
  return {
    environment: {
      QUEUE_URL: queue.queueUrl,
      DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl,
      // SQS keeps messages for as long in every stage, so the margin before the end is not scaled either.
      RETENTION_SECONDS: String(RETENTION_DAYS * 86_400),
      AGED_MARGIN_SECONDS: String(agedMarginSeconds),
      BACKOFF_BASE_SECONDS: String(scaledSeconds(config, backoffBaseSeconds)),
      BACKOFF_CAP_SECONDS: String(scaledSeconds(config, backoffCapSeconds)),
    },
    statements: [
      allow(
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
        [queue.queueArn],
      ),
      allow(['sqs:SendMessage'], [deadLetterQueue.queueArn]),
    ],
  };
}
