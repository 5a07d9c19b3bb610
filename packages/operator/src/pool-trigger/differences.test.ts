import { expect, it } from 'vitest';
import { fullPool, TRIGGER } from './described-pool.builder.ts';
import { differences } from './differences.ts';

it('sees nothing in the trigger, the time of the change and the number of users', () => {
  const after = {
    ...fullPool,
    LambdaConfig: { ...fullPool.LambdaConfig, PostConfirmation: TRIGGER },
    LastModifiedDate: new Date(),
    EstimatedNumberOfUsers: 3,
  };
  expect(differences(fullPool, after)).toEqual([]);
});

it('names each setting that was lost, added or changed, however deep', () => {
  const { SmsConfiguration: _lost, ...rest } = fullPool;
  const after = {
    ...rest,
    Policies: { PasswordPolicy: { ...fullPool.Policies?.PasswordPolicy, MinimumLength: 6 } },
    LambdaConfig: { ...fullPool.LambdaConfig, CustomMessage: TRIGGER },
    AutoVerifiedAttributes: ['phone_number'],
  };
  expect(differences(fullPool, after).toSorted()).toEqual([
    'AutoVerifiedAttributes',
    'LambdaConfig.CustomMessage',
    'Policies.PasswordPolicy.MinimumLength',
    'SmsConfiguration',
  ]);
});

it('takes no triggers and an empty list of triggers for the same', () => {
  expect(differences({}, { LambdaConfig: {} })).toEqual([]);
  expect(differences({}, { LambdaConfig: { PostConfirmation: TRIGGER } })).toEqual([]);
  expect(differences({ LambdaConfig: { PreSignUp: TRIGGER } }, {})).toEqual(['LambdaConfig']);
});
