import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { stageConfig } from '../config/stages.ts';
import { DataStack } from '../stacks/data-stack.ts';
import type { WorkerEntry } from '../workers.ts';
import { consume } from './consume.ts';

test('a worker consumes the queue of its own entry, and dead-letters beside it', () => {
  const deployment = { stage: 'prod', config: stageConfig('prod') } as const;
  const data = new DataStack(new App({ analyticsReporting: false }), deployment, {});
  const { queue, deadLetterQueue } = data.queues['email-events'];
  const entry = { name: 'email-events', queue: 'email-events', uses: [], fed: false } as unknown as WorkerEntry;

  const { environment } = consume({ ...data, scope: data, entry, deployment });

  expect(environment).toMatchObject({ QUEUE_URL: queue.queueUrl, DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl });
});
