import { expect, test } from 'vitest';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import { createFunction } from './create-function.ts';

function read(properties: Record<string, unknown>): FunctionSettings | undefined {
  const found: FunctionSettings[] = [];
  const stack = { name: 'service', template: { Resources: {} }, assets: new Map([['abc', '/assembly/asset.abc']]) };
  createFunction((settings) => found.push(settings))({ logicalId: 'Function', properties, metadata: {}, stack });
  return found[0];
}

const FUNCTION = {
  FunctionName: 'postconfirm-local-email-worker',
  Handler: 'index.handler',
  Code: { S3Key: 'abc.zip' },
};

test('reads what the template says', () => {
  const Environment = { Variables: { QUEUE_URL: 'http://queue', COUNT: 3 } };
  expect(read({ ...FUNCTION, Timeout: 30, MemorySize: 256, Environment, ReservedConcurrentExecutions: 5 })).toEqual({
    functionName: 'postconfirm-local-email-worker',
    service: 'email-worker',
    codeFolder: '/assembly/asset.abc',
    handler: 'index.handler',
    timeoutSeconds: 30,
    memoryMegabytes: 256,
    environment: { QUEUE_URL: 'http://queue', COUNT: '3' },
    reservedConcurrency: 5,
  });
});

test('takes what Lambda takes when the template says nothing', () => {
  expect(read(FUNCTION)).toMatchObject({ timeoutSeconds: 3, memoryMegabytes: 128, environment: {} });
});

test('refuses code that is no asset', () => {
  expect(() => read({ ...FUNCTION, Code: { S3Key: 'other.zip' } })).toThrow('its code is no asset of the assembly');
});
