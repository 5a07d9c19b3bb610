import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { FOREIGN, fullPool, plainPool, TRIGGER } from './described-pool.builder.ts';
import { planAttachment, planDetachment } from './plan-attachment.ts';

const calling = (trigger: string | undefined, pool: UserPoolType = plainPool) => {
  const read = { ...pool, LambdaConfig: { ...pool.LambdaConfig, ...(trigger && { PostConfirmation: trigger }) } };
  return { read, said: read };
};
const facts = { pool: calling(undefined), trigger: TRIGGER, permitted: true, stage: 'prod', takeOver: false };
const OLDER = TRIGGER.replace(':live', ':7');

describe('attaching', () => {
  it('changes the trigger of a pool that has none', () => {
    expect(planAttachment(facts)).toEqual({ kind: 'change', change: { from: undefined, to: TRIGGER } });
  });

  it('has nothing to do where the pool calls the trigger already', () => {
    expect(planAttachment({ ...facts, pool: calling(TRIGGER) })).toMatchObject({ kind: 'nothing' });
  });

  it('refuses a trigger that is not this stage’s, and names the option that replaces it', () => {
    const pool = calling(FOREIGN);
    expect(planAttachment({ ...facts, pool })).toMatchObject({
      kind: 'refuse',
      says: expect.stringContaining('--take-over'),
    });
    expect(planAttachment({ ...facts, pool, takeOver: true })).toMatchObject({
      kind: 'change',
      change: { from: FOREIGN },
    });
  });

  it('replaces an older version of the same trigger without being asked', () => {
    expect(planAttachment({ ...facts, pool: calling(OLDER) })).toMatchObject({
      kind: 'change',
      change: { from: OLDER },
    });
  });

  it('refuses while Cognito may not call the trigger, for every sign-up would end in an error, and says what to deploy', () => {
    const set = `pool.mode: 'existing' and pool.id: '${plainPool.Id}' in infra/src/config/prod.ts`;
    expect(planAttachment({ ...facts, permitted: false })).toMatchObject({
      kind: 'refuse',
      says: expect.stringContaining(set),
    });
  });

  it('refuses what it does not know of the pool, by name', () => {
    const pool = { read: plainPool, said: { ...plainPool, Novel: { a: 1 } } };
    expect(planAttachment({ ...facts, pool })).toMatchObject({
      kind: 'refuse',
      says: expect.stringContaining('(Novel)'),
    });
  });

  it('leaves a pool of CloudFormation to its stack', () => {
    const pool = calling(undefined, { ...fullPool, UserPoolTags: { 'aws:cloudformation:stack-name': 'accounts' } });
    expect(planAttachment({ ...facts, pool })).toMatchObject({
      kind: 'refuse',
      says: expect.stringContaining('stack accounts'),
    });
  });
});

describe('detaching', () => {
  it.each([FOREIGN, undefined])('gives back what was there before: %s', (remembered) => {
    const plan = planDetachment({ pool: calling(TRIGGER), trigger: TRIGGER, remembered });
    expect(plan).toEqual({ kind: 'change', change: { from: TRIGGER, to: remembered } });
  });

  it.each([FOREIGN, undefined])('has nothing to do where the pool calls something else: %s', (current) => {
    expect(planDetachment({ pool: calling(current), trigger: TRIGGER, remembered: FOREIGN })).toMatchObject({
      kind: 'nothing',
    });
  });

  it('refuses what it does not know of the pool', () => {
    const { read } = calling(TRIGGER);
    const pool = { read, said: { ...read, Novel: true } };
    expect(planDetachment({ pool, trigger: TRIGGER, remembered: undefined })).toMatchObject({ kind: 'refuse' });
  });
});
