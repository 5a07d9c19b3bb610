import { expect, test } from 'vitest';
import { createMapping, type WantedMapping } from './create-mapping.ts';

function read(properties: Record<string, unknown>): WantedMapping | undefined {
  const found: WantedMapping[] = [];
  const create = createMapping((mapping) => found.push(mapping));
  create({
    logicalId: 'Mapping',
    properties,
    metadata: {},
    stack: { name: 'service', template: { Resources: {} }, assets: new Map() },
  });
  return found[0];
}

const BOTH = { FunctionName: 'postconfirm-local-email-worker:live', EventSourceArn: 'arn:queue' };

test('reads what the template says', () => {
  const numbers = { BatchSize: 25, MaximumBatchingWindowInSeconds: 5, ScalingConfig: { MaximumConcurrency: 3 } };
  const mapping = read({ ...BOTH, ...numbers, FunctionResponseTypes: ['ReportBatchItemFailures'], Enabled: false });
  expect(mapping).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    functionName: 'postconfirm-local-email-worker',
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:postconfirm-local-email-worker:live',
    queueArn: 'arn:queue',
    batchSize: 25,
    windowSeconds: 5,
    maximumConcurrency: 3,
    reportsItems: true,
    enabled: false,
  });
});

test('takes what Lambda takes when the template says nothing', () => {
  expect(read(BOTH)).toMatchObject({ batchSize: 10, windowSeconds: 0, reportsItems: false, enabled: true });
});

test.each([
  ['as it says', { MinimumPollers: 3, MaximumPollers: 5 }, { minimum: 3, maximum: 5 }],
  ['as Lambda would, when it says nothing', {}, { minimum: 2, maximum: 200 }],
])('provisions pollers %s', (_what, ProvisionedPollerConfig, pollers) => {
  expect(read({ ...BOTH, ProvisionedPollerConfig })).toMatchObject({ pollers });
});

test('refuses pollers beside a maximum concurrency, as Lambda does', () => {
  const both = { ProvisionedPollerConfig: {}, ScalingConfig: { MaximumConcurrency: 2 } };
  expect(() => read({ ...BOTH, ...both })).toThrow('Lambda refuses ScalingConfig beside ProvisionedPollerConfig');
});

test('refuses a setting that would silently have no effect', () => {
  expect(() => read({ ...BOTH, FilterCriteria: {} })).toThrow('not emulated: FilterCriteria');
});
