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

test('refuses a setting that would silently have no effect', () => {
  expect(() => read({ ...BOTH, FilterCriteria: {} })).toThrow('not emulated: FilterCriteria');
});
