import { randomInt } from 'node:crypto';
import {
  type CreateUserPoolRequest,
  CreateUserPoolRequest$,
  UpdateUserPoolRequest$,
} from '@aws-sdk/client-cognito-identity-provider';
import { ACCOUNT_ID, REGION } from '../account.ts';
import { ApiError } from '../emulators/api-error.ts';
import type { PoolOptions } from './internals.ts';

type Members = Readonly<Record<string, unknown>>;
type SchemaAttribute = { Name: string; [member: string]: unknown };

/** Every member that the SDK knows of the two requests. */
const CREATED: readonly string[] = CreateUserPoolRequest$[4];
const UPDATED: readonly string[] = UpdateUserPoolRequest$[4].filter(
  (name) => !['UserPoolId', 'PoolName'].includes(name),
);

const PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

/** What Cognito sets for a member that a request leaves out: also for one that was set before. */
const DEFAULTS = {
  DeletionProtection: 'INACTIVE',
  UserPoolTier: 'ESSENTIALS',
  LambdaConfig: {},
  MfaConfiguration: 'OFF',
  EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
  UserPoolTags: {},
};

/** A new pool as CreateUserPool makes it. */
export function newPool(request: Partial<CreateUserPoolRequest>, standard: readonly SchemaAttribute[]): PoolOptions {
  const id = `${REGION}_${Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
  const now = new Date();
  const { PoolName, Schema, ...settings } = picked(request, CREATED);
  return {
    AutoVerifiedAttributes: [],
    UsernameAttributes: [],
    ...withDefaults(settings),
    Id: id,
    Arn: userPoolArn(id),
    Name: String(PoolName),
    CreationDate: now,
    LastModifiedDate: now,
    SchemaAttributes: schemaOf((Schema ?? []) as SchemaAttribute[], standard),
  };
}

/** A pool after UpdateUserPool: what the request leaves out is reset, what it cannot name stays. */
export function updatedPool(pool: PoolOptions, request: Members): PoolOptions {
  const kept = Object.entries(pool).filter(([name]) => !UPDATED.includes(name));
  return {
    ...(Object.fromEntries(kept) as PoolOptions),
    AutoVerifiedAttributes: [],
    ...withDefaults(picked(request, UPDATED)),
    Name: String(request['PoolName'] ?? pool.Name),
    LastModifiedDate: new Date(),
  };
}

/** @throws ApiError as Cognito refuses the old name of a setting beside its new one */
function withDefaults(settings: Members) {
  const policies = settings['Policies'] as { PasswordPolicy?: Partial<typeof PASSWORD_POLICY> } | undefined;
  const given = settings['AdminCreateUserConfig'] as { UnusedAccountValidityDays?: number } | undefined;
  if (given?.UnusedAccountValidityDays && policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined) {
    const message = 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays';
    throw new ApiError('InvalidParameterException', message);
  }
  const days = given?.UnusedAccountValidityDays || PASSWORD_POLICY.TemporaryPasswordValidityDays;
  const PasswordPolicy = { ...(policies?.PasswordPolicy ?? PASSWORD_POLICY) };
  PasswordPolicy.TemporaryPasswordValidityDays ??= days;
  const UnusedAccountValidityDays = PasswordPolicy.TemporaryPasswordValidityDays;
  return {
    ...DEFAULTS,
    ...settings,
    Policies: { ...policies, PasswordPolicy },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, ...given, UnusedAccountValidityDays },
  };
}

const picked = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(members).filter(([name, value]) => names.includes(name) && value !== undefined));

/** The standard attributes, each with what the request says of it, then the custom ones. */
function schemaOf(wanted: readonly SchemaAttribute[], standard: readonly SchemaAttribute[]): SchemaAttribute[] {
  const names = new Set(standard.map(({ Name }) => Name));
  return [
    ...standard.map((attribute) => ({ ...attribute, ...wanted.find(({ Name }) => Name === attribute.Name) })),
    ...wanted.filter(({ Name }) => !names.has(Name)).map(customAttribute),
  ];
}

const customAttribute = ({ Name, ...given }: SchemaAttribute): SchemaAttribute => ({
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  ...((given['AttributeDataType'] ?? 'String') === 'String' && { StringAttributeConstraints: {} }),
  ...given,
  Name: `custom:${Name}`,
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const userPoolArn = (id: string): string => `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${id}`;
