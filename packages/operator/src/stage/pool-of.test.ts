import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { poolOf } from './pool-of.ts';
import type { Stage } from './stage.ts';

const permission = (pool: string, Service = 'cognito-idp.amazonaws.com') => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: 'lambda:InvokeFunction',
  Condition: {
    StringEquals: { 'AWS:SourceAccount': '111122223333' },
    ArnLike: { 'AWS:SourceArn': `arn:aws:cognito-idp:eu-central-1:111122223333:userpool/${pool}` },
  },
});

/** A stage whose trigger has such a policy of its own. */
const stageWith = (Statement: object[], userPoolId?: string) => {
  const lambda = { send: async () => ({ Policy: JSON.stringify({ Statement }) }) };
  return { name: 'prod', clients: { lambda }, userPoolId } as unknown as Stage;
};

it('is about the pool that the stage lets call its trigger, where nobody named one', async () => {
  const statements = [permission('eu-central-1_aBcDeFgHi'), permission('rule', 'events.amazonaws.com')];
  expect(await poolOf(stageWith(statements))).toBe('eu-central-1_aBcDeFgHi');
});

it('is about the pool that was named, whichever may call the trigger', async () => {
  expect(await poolOf(stageWith([permission('eu-central-1_aBcDeFgHi')], 'eu-central-1_Other1234'))).toBe(
    'eu-central-1_Other1234',
  );
});

it.each([
  ['none', []],
  ['two', [permission('eu-central-1_aBcDeFgHi'), permission('eu-central-1_Other1234')]],
])('asks for the pool where %s may call the trigger', async (_many, statements) => {
  await expect(poolOf(stageWith(statements))).rejects.toMatchObject({ exit: 'usage' });
});

it('asks for the pool where the trigger has no policy', async () => {
  const missing = new ResourceNotFoundException({ message: '', $metadata: {} });
  const lambda = { send: () => Promise.reject(missing) };
  const stage = { name: 'prod', clients: { lambda } } as unknown as Stage;
  await expect(poolOf(stage)).rejects.toMatchObject({ exit: 'usage', message: expect.stringContaining('--pool') });
});
