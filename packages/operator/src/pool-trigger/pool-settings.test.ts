import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FOREIGN, fullPool, plainPool, TRIGGER } from './described-pool.builder.ts';
import { differences } from './differences.ts';
import { updateWithTrigger } from './pool-settings.ts';

/** What an update can't change: Cognito keeps it. */
const { Id, Arn, CreationDate, LastModifiedDate, EstimatedNumberOfUsers } = plainPool;
const KEPT = { Id, Arn, CreationDate, LastModifiedDate, EstimatedNumberOfUsers };

/** Cognito as documented: what the update leaves out is reset, what it holds is set. */
function afterUpdate(update: ReturnType<typeof updateWithTrigger>): UserPoolType {
  const { UserPoolId: _id, PoolName, ...set } = update;
  return { ...KEPT, ...(PoolName !== undefined && { Name: PoolName }), ...set };
}

/** Pools of any settings: every member that an update can hold is there or not. */
const anyPool = fc
  .subarray(Object.keys(fullPool) as (keyof UserPoolType)[])
  .map((names): UserPoolType => ({ ...KEPT, ...Object.fromEntries(names.map((name) => [name, fullPool[name]])) }))
  .filter(({ Policies, AdminCreateUserConfig }) => !Policies || !AdminCreateUserConfig);

const anyTrigger = fc.constantFrom(TRIGGER, FOREIGN, undefined);

it('leaves every other setting of any pool as it is', () => {
  fc.assert(
    fc.property(anyPool, anyTrigger, (pool, trigger) => {
      const after = afterUpdate(updateWithTrigger(pool, trigger));
      expect(differences(pool, after)).toEqual([]);
      expect(after.LambdaConfig?.PostConfirmation).toBe(trigger);
    }),
  );
});

it.each([
  ['plain', plainPool],
  ['full', fullPool],
])('gives a %s pool back as it was when the trigger is taken away again', (_, pool) => {
  const attached = afterUpdate(updateWithTrigger(pool, TRIGGER));
  expect(differences(pool, afterUpdate(updateWithTrigger(attached, undefined)))).toEqual(
    pool === fullPool ? ['AdminCreateUserConfig.UnusedAccountValidityDays'] : [],
  );
});

it('says the validity of a temporary password under one of its two names, for Cognito refuses both', () => {
  const update = updateWithTrigger(fullPool, TRIGGER);
  expect(update.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(7);
  expect(update.AdminCreateUserConfig).toEqual({
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: fullPool.AdminCreateUserConfig?.InviteMessageTemplate,
  });
});

it('keeps the older name where the newer one is not used', () => {
  expect(updateWithTrigger(plainPool, TRIGGER).AdminCreateUserConfig).toEqual(plainPool.AdminCreateUserConfig);
});

it('sends nothing that Cognito does not take in an update', () => {
  const update = updateWithTrigger(fullPool, TRIGGER);
  for (const name of ['Id', 'Name', 'Arn', 'CreationDate', 'LastModifiedDate', 'EstimatedNumberOfUsers']) {
    expect(update).not.toHaveProperty(name);
  }
  expect(update).toMatchObject({ UserPoolId: fullPool.Id, PoolName: fullPool.Name });
});
