import { expect, test } from 'vitest';
import { temporaryAssembly } from '../assembly.builder.ts';
import { EXAMPLE, exampleConfig } from '../config/example.builder.ts';
import { refuseLargeEnvironments } from './environment-size.ts';

const aFunction = (Variables: Record<string, unknown>) => ({
  Resources: {
    One: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'one', Environment: { Variables } } },
  },
});

test('an environment of just the bytes that Lambda takes is deployed, and one byte more is refused', () => {
  const full = { SENDER_NAME: 'é'.repeat(1000), TABLE_NAME: 'x'.repeat(4096 - 2011 - 10) };
  expect(() => refuseLargeEnvironments(aFunction(full))).not.toThrow();
  const over = { ...full, TABLE_NAME: `${full.TABLE_NAME}x` };
  expect(() => refuseLargeEnvironments(aFunction(over))).toThrow(/4097 bytes in the environment of one/);
});

test('a reference counts as what a deployment puts in its place', () => {
  const joined = { 'Fn::Join': ['', ['x'.repeat(3950), { 'Fn::ImportValue': 'queue' }]] };
  expect(() => refuseLargeEnvironments(aFunction({ TARGETS: joined }))).toThrow(/4117 bytes/);
});

test('settings that no function can hold are refused, by the name of the longest', async () => {
  const clientMetadataKeys = Array.from({ length: 70 }, (_, index) => String(index).padStart(64, 'k'));
  const synthesis = temporaryAssembly('prod', exampleConfig('prod', { pool: { ...EXAMPLE.pool, clientMetadataKeys } }));
  await expect(synthesis).rejects.toThrow(
    /^pool.clientMetadataKeys should be shorter: it takes 4569 of the \d+ bytes in the environment of postconfirm-prod-trigger, and Lambda takes 4096\.$/,
  );
});
