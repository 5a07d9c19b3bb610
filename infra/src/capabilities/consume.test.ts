import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { expect, test } from 'vitest';
import { exampleConfig } from '../config/example.builder.ts';
import { serviceArtefacts } from '../paths.ts';
import { DataStack } from '../stacks/data-stack.ts';
import { inTemporaryApp } from '../temporary-app.builder.ts';
import { consume } from './consume.ts';

test('a worker consumes the queue of its own entry, and dead-letters beside it', () => {
  const deployment = {
    stage: 'prod',
    config: exampleConfig('prod'),
    workers: WORKERS,
    artefacts: serviceArtefacts,
  } as const;
  const entry: WorkerEntry = { ...WORKERS[0], name: 'audit', queue: 'email-events', uses: [] };
  inTemporaryApp((app) => {
    const data = new DataStack(app, deployment, {});
    const { queue, deadLetterQueue } = data.queues['email-events'];
    const { environment } = consume({ ...data, scope: data, entry, deployment });
    expect(environment).toMatchObject({ QUEUE_URL: queue.queueUrl, DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl });
  });
});
