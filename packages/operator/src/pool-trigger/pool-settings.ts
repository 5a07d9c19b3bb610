import type { UpdateUserPoolCommandInput, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

/**
 * What becomes of each member of a described pool in an update. Cognito resets whatever an update leaves out. A member
 * that a later SDK adds stops the compiler here until somebody decides.
 */
const MEMBERS = {
  AccountRecoverySetting: 'copied',
  AcrConfiguration: 'copied',
  AdminCreateUserConfig: 'copied',
  AutoVerifiedAttributes: 'copied',
  DcrConfiguration: 'copied',
  DeletionProtection: 'copied',
  DeviceConfiguration: 'copied',
  EmailConfiguration: 'copied',
  EmailVerificationMessage: 'copied',
  EmailVerificationSubject: 'copied',
  IssuerConfiguration: 'copied',
  KeyConfiguration: 'copied',
  LambdaConfig: 'copied',
  MfaConfiguration: 'copied',
  Policies: 'copied',
  SmsAuthenticationMessage: 'copied',
  SmsConfiguration: 'copied',
  SmsVerificationMessage: 'copied',
  UserAttributeUpdateSettings: 'copied',
  UserPoolAddOns: 'copied',
  UserPoolTags: 'copied',
  UserPoolTier: 'copied',
  VerificationMessageTemplate: 'copied',
  Name: 'renamed', // it is `PoolName` in an update
  AliasAttributes: 'fixed',
  Arn: 'fixed',
  CreationDate: 'fixed',
  CustomDomain: 'fixed',
  Domain: 'fixed',
  EmailConfigurationFailure: 'fixed',
  EstimatedNumberOfUsers: 'fixed',
  Id: 'fixed',
  LastModifiedDate: 'fixed',
  SchemaAttributes: 'fixed',
  SmsConfigurationFailure: 'fixed',
  Status: 'fixed',
  UsernameAttributes: 'fixed',
  UsernameConfiguration: 'fixed',
} as const satisfies Record<keyof UserPoolType, 'copied' | 'renamed' | 'fixed'>;

/** The update that leaves a pool as it is, but for its PostConfirmation trigger; `undefined` takes that away. */
export function updateWithTrigger(pool: UserPoolType, trigger: string | undefined): UpdateUserPoolCommandInput {
  const copied = Object.entries(pool).filter(([name]) => MEMBERS[name as keyof UserPoolType] === 'copied');
  const { PostConfirmation: _before, ...otherTriggers } = pool.LambdaConfig ?? {};
  return {
    ...Object.fromEntries(copied),
    UserPoolId: pool.Id,
    ...(pool.Name !== undefined && { PoolName: pool.Name }),
    ...(pool.AdminCreateUserConfig && { AdminCreateUserConfig: invitations(pool) }),
    LambdaConfig: { ...otherTriggers, ...(trigger !== undefined && { PostConfirmation: trigger }) },
  };
}

/**
 * Cognito describes the validity of a temporary password under two names and refuses an update that holds both
 * ("Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays").
 */
function invitations({ AdminCreateUserConfig, Policies }: UserPoolType) {
  if (Policies?.PasswordPolicy?.TemporaryPasswordValidityDays === undefined) return AdminCreateUserConfig;
  const { UnusedAccountValidityDays: _older, ...rest } = AdminCreateUserConfig ?? {};
  return rest;
}
