import { targetsOf } from '@postconfirm/contract';
import { Stack } from 'aws-cdk-lib';
import { allow } from '../constructs/allow.ts';
import { queueOf } from '../constructs/queue-with-dlq.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Sends to the queue of every worker that is fed by it, and is told by their entries what each gets. */
export function fanOut({ scope, queues, deployment: { workers } }: WorkerContext): Granted {
  const targets = targetsOf(workers, (queue) => queueOf(queues, queue).queue.queueUrl);
  const arns = Object.keys(targets).map((queue) => queueOf(queues, queue).queue.queueArn);
  return {
    environment: { TARGETS: Stack.of(scope).toJsonString(targets) },
    statements: [allow(['sqs:SendMessage'], arns)],
  };
}
