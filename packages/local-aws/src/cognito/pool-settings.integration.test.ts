import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolRequest$,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import { startUserPools, type UserPools } from './user-pools.ts';

let pools: UserPools;
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  pools = await startUserPools();
  client = new CognitoIdentityProviderClient({ ...clientOptions(pools.url), maxAttempts: 1 });
});
afterAll(async () => {
  client?.destroy();
  await pools?.close();
});

/** A value for every setting that a pool can be created with and that can be changed later. */
const EVERYTHING = {
  Policies: {
    PasswordPolicy: { MinimumLength: 14, RequireSymbols: false, TemporaryPasswordValidityDays: 3 },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
  },
  DeletionProtection: 'ACTIVE',
  LambdaConfig: { PostConfirmation: 'arn:aws:lambda:eu-central-1:000000000000:function:other:live' },
  AutoVerifiedAttributes: ['email'],
  SmsVerificationMessage: 'Code {####}',
  EmailVerificationMessage: 'Your code is {####}',
  EmailVerificationSubject: 'Your code',
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK', EmailSubject: 'Your code' },
  SmsAuthenticationMessage: 'Code {####}',
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  MfaConfiguration: 'OPTIONAL',
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
  EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'welcome@example.com', ConfigurationSet: 'pool' },
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'one' },
  // An odd name: one that ends as the dates of cognito-local's own store do.
  UserPoolTags: { team: 'identity', launchDate: 'spring' },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, InviteMessageTemplate: { EmailSubject: 'Come in' } },
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
  UserPoolTier: 'PLUS',
  DcrConfiguration: { EnableStatus: 'Enabled', OpenDcrEnabled: false },
  KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
  IssuerConfiguration: { Type: 'UPDATED' },
  AcrConfiguration: { Level1: { AcrValue: 'low' } },
} satisfies Partial<CreateUserPoolRequest>;

async function createPool(settings: Partial<CreateUserPoolRequest> = EVERYTHING): Promise<string> {
  const request = { PoolName: 'second', UsernameAttributes: ['email' as const], ...settings };
  const { UserPool } = await client.send(new CreateUserPoolCommand(request));
  return UserPool?.Id ?? '';
}

const describe = async (UserPoolId: string) =>
  (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool ?? {};

test('describes a pool with everything that it was created with', async () => {
  const id = await createPool();
  expect(id).toMatch(/^eu-central-1_[A-Za-z0-9]{9}$/);
  expect(await describe(id)).toMatchObject({
    ...EVERYTHING,
    Id: id,
    Arn: `arn:aws:cognito-idp:eu-central-1:000000000000:userpool/${id}`,
    Name: 'second',
    UsernameAttributes: ['email'],
    EstimatedNumberOfUsers: 0,
    CreationDate: expect.any(Date),
  });
});

test('resets what an update leaves out, and keeps what no update can name', async () => {
  const id = await createPool({ ...EVERYTHING, Schema: [{ Name: 'plan' }] });
  await client.send(new UpdateUserPoolCommand({ UserPoolId: id, MfaConfiguration: 'OPTIONAL' }));
  const pool = await describe(id);
  expect(pool).toMatchObject({
    Name: 'second',
    MfaConfiguration: 'OPTIONAL',
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 } },
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolTags: {},
    UsernameAttributes: ['email'],
  });
  expect(pool.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:plan');
  const { SmsConfiguration, DeviceConfiguration, UserPoolAddOns, AccountRecoverySetting } = pool;
  expect([SmsConfiguration, DeviceConfiguration, UserPoolAddOns, AccountRecoverySetting]).toEqual(
    Array(4).fill(undefined),
  );
});

test('gives every member back that an update sets', async () => {
  const id = await createPool({});
  const request = { ...EVERYTHING, UserPoolId: id, PoolName: 'renamed' };
  await client.send(new UpdateUserPoolCommand(request));
  expect(await describe(id)).toMatchObject({ ...EVERYTHING, Name: 'renamed' });
});

test('has an example of every member of the update that this SDK can send', () => {
  const examples = [...Object.keys(EVERYTHING), 'UserPoolId', 'PoolName'];
  expect(examples.sort()).toEqual([...UpdateUserPoolRequest$[4]].sort());
});

test('refuses the old name of a setting beside the new one, though it describes both', async () => {
  const id = await createPool();
  const { AdminCreateUserConfig, Policies } = await describe(id);
  expect(AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(3);
  const update = new UpdateUserPoolCommand({ UserPoolId: id, AdminCreateUserConfig, Policies });
  await expect(client.send(update)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
  });
});

test('knows no pool that was not created', async () => {
  await expect(describe('eu-central-1_000000000')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
