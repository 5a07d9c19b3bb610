import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

export const POOL_ARN = 'arn:aws:cognito-idp:us-west-2:111111111111:userpool/us-west-2_aaaaaaaaa';
export const TRIGGER = 'arn:aws:lambda:us-west-2:111111111111:function:postconfirm-prod-trigger:live';
export const FOREIGN = 'arn:aws:lambda:us-west-2:111111111111:function:welcome-mail';

/** As the AWS CLI's reference shows the answer of a plain pool (create-user-pool, first example), with an ARN. */
export const plainPool: UserPoolType = {
  Id: 'us-west-2_aaaaaaaaa',
  Arn: POOL_ARN,
  Name: 'MyUserPool',
  MfaConfiguration: 'OFF',
  CreationDate: new Date(1547833345.777 * 1000),
  LastModifiedDate: new Date(1547833345.777 * 1000),
  EstimatedNumberOfUsers: 0,
  EmailConfiguration: {},
  LambdaConfig: {},
  AdminCreateUserConfig: { UnusedAccountValidityDays: 7, AllowAdminCreateUserOnly: false },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 8,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
    },
  },
};

/** A pool with everything set that an update can hold. */
export const fullPool: UserPoolType = {
  ...plainPool,
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: { EmailMessage: 'Welcome {username}, {####}', EmailSubject: 'Welcome' },
    UnusedAccountValidityDays: 7,
  },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-west-2:111111111111:identity/a.example',
  },
  EmailVerificationMessage: 'Your code is {####}',
  EmailVerificationSubject: 'Your code',
  LambdaConfig: { PreSignUp: FOREIGN, PreTokenGenerationConfig: { LambdaArn: FOREIGN, LambdaVersion: 'V2_0' } },
  MfaConfiguration: 'OPTIONAL',
  Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 7, PasswordHistorySize: 3 } },
  SmsAuthenticationMessage: 'Your code is {####}',
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111111111111:role/sms', ExternalId: 'id', SnsRegion: 'us-west-2' },
  SmsVerificationMessage: 'Your code is {####}',
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  UserPoolTags: { team: 'accounts' },
  UserPoolTier: 'ESSENTIALS',
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
};
