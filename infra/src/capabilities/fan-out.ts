import { Stack } from 'aws-cdk-lib';
import { allow } from '../constructs/service-function.ts';
import { WORKERS } from '../workers.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Sends to the queue of every worker that is fed by it. */
export function fanOut({ scope, queues }: WorkerContext): Granted {
  const targets = WORKERS.filter(({ fed }) => fed).map(({ queue }) => queue);
  const urls = Object.fromEntries(targets.map((name) => [name, queues[name].queue.queueUrl]));
  return {
    environment: { TARGET_QUEUE_URLS: Stack.of(scope).toJsonString(urls) },
    statements: [
      allow(
        ['sqs:SendMessage'],
        targets.map((name) => queues[name].queue.queueArn),
      ),
    ],
  };
}
