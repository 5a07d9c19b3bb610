import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

/** A user as the pool lists them. Times in epoch milliseconds; Cognito keeps none of the confirmation. */
export type PoolUser = {
  sub: string;
  userName: string;
  status: string;
  enabled: boolean;
  createdAt: number;
  modifiedAt: number;
  attributes: Readonly<Record<string, string>>;
};

/** Throws where Cognito leaves out what it always gives. */
export function poolUserOf(user: UserType): PoolUser {
  const attributes = Object.fromEntries((user.Attributes ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
  const { sub } = attributes;
  const { Username, UserStatus, UserCreateDate, UserLastModifiedDate = UserCreateDate } = user;
  if (!sub || !Username || !UserStatus || !UserCreateDate || !UserLastModifiedDate) {
    throw new Error('Cognito listed a user without sub, name, status or dates.');
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
