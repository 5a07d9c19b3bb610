import { WORKERS } from '@postconfirm/contract';
import type { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { built } from '../built.builder.ts';
import { email } from '../capabilities/email.ts';
import { exampleConfig } from '../config/example.builder.ts';
import { serviceArtefacts } from '../paths.ts';
import { DataStack } from '../stacks/data-stack.ts';
import { inTemporaryApp } from '../temporary-app.builder.ts';
import { Worker } from './worker.ts';

beforeAll(built);

/** An email worker of these numbers: what its mapping says of scaling, and its pace. */
function emailWorker(numbers: object) {
  const config = exampleConfig('local', { workers: { 'email-worker': numbers } });
  const deployment = { stage: 'local', config, workers: WORKERS, artefacts: serviceArtefacts } as const;
  const [, entry] = WORKERS;
  return inTemporaryApp((app) => {
    const data = new DataStack(app, deployment, {});
    const worker = new Worker(data, entry, { deployment, queues: data.queues, table: data.table });
    const { scalingConfig, provisionedPollerConfig } = worker.node.findChild('Mapping') as CfnEventSourceMapping;
    const { environment } = email({ scope: data, entry, deployment, queues: data.queues, table: data.table });
    return { scalingConfig, provisionedPollerConfig, interval: environment['SEND_INTERVAL_MILLISECONDS'] };
  });
}

test('provisioned pollers stand in the mapping alone, and the pace counts ten emails at once for each', () => {
  expect(emailWorker({ provisionedPollers: { minimum: 2, maximum: 3 } })).toEqual({
    scalingConfig: undefined,
    provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 3 },
    // 200 emails a second over 30 environments: 6 each.
    interval: '167',
  });
});

test('without pollers the maximum concurrency stands in the mapping alone, and makes the pace', () => {
  expect(emailWorker({ maximumConcurrency: 8 })).toEqual({
    scalingConfig: { maximumConcurrency: 8 },
    provisionedPollerConfig: undefined,
    interval: '40',
  });
});
