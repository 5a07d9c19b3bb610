import type { AdminGetUserCommandOutput, UserType } from '@aws-sdk/client-cognito-identity-provider';

/** A user as the pool has them. Times in epoch milliseconds; Cognito keeps none of the confirmation. */
export type PoolUser = {
  sub: string;
  userName: string;
  status: string;
  enabled: boolean;
  createdAt: number;
  modifiedAt: number;
  attributes: Readonly<Record<string, string>>;
};

/** ListUsers and AdminGetUser have two names for the attributes. */
type Described = Omit<UserType, 'MFAOptions'> & Pick<AdminGetUserCommandOutput, 'UserAttributes'>;

/** Throws where Cognito leaves out what it always gives. */
export function poolUserOf({ Attributes, UserAttributes, ...user }: Described): PoolUser {
  const known = Attributes ?? UserAttributes ?? [];
  const attributes = Object.fromEntries(known.map(({ Name, Value }) => [Name ?? '', Value ?? '']));
  const { sub } = attributes;
  const { Username, UserStatus, UserCreateDate, UserLastModifiedDate = UserCreateDate } = user;
  if (!sub || !Username || !UserStatus || !UserCreateDate || !UserLastModifiedDate) {
    throw new Error('Cognito gave a user without sub, name, status or dates.');
  }
  return {
    sub,
    userName: Username,
    status: UserStatus,
    enabled: user.Enabled ?? true,
    createdAt: UserCreateDate.getTime(),
    modifiedAt: UserLastModifiedDate.getTime(),
    attributes,
  };
}
