import { Stack } from 'aws-cdk-lib';
import { beforeAll, expect, test } from 'vitest';
import { built } from './built.builder.ts';
import { inTemporaryStage } from './temporary-app.builder.ts';

beforeAll(built);

test('no stack is deleted by mistake where data is retained', () => {
  const protection = (removal: 'retain' | 'destroy') =>
    inTemporaryStage('prod', { removal }, (app) =>
      app.node.children.filter(Stack.isStack).map(({ terminationProtection }) => terminationProtection),
    );
  expect(protection('retain')).toEqual([true, true, true]);
  expect(protection('destroy')).toEqual([false, false, false]);
});
