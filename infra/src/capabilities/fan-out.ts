import { Stack } from 'aws-cdk-lib';
import { allow } from '../constructs/service-function.ts';
import { queueOf } from '../stacks/data-stack.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Sends to the queue of every worker that is fed by it. */
export function fanOut({ scope, queues, deployment }: WorkerContext): Granted {
  const targets = deployment.workers.filter(({ fed }) => fed);
  const urls = Object.fromEntries(targets.map((entry) => [entry.queue, queueOf(queues, entry).queue.queueUrl]));
  return {
    environment: { TARGET_QUEUE_URLS: Stack.of(scope).toJsonString(urls) },
    statements: [
      allow(
        ['sqs:SendMessage'],
        targets.map((entry) => queueOf(queues, entry).queue.queueArn),
      ),
    ],
  };
}
