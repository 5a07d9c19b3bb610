import {
  AdminGetUserCommand,
  type AttributeType,
  ListUsersCommand,
  UserNotFoundException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { OperatorError } from '../operator-error.ts';
import type { Stage } from '../stage/stage.ts';

/** A user as the pool has them. `signedUpAt` in epoch milliseconds. */
export type PoolUser = { sub: string; userName: string; status: string; enabled: boolean; signedUpAt: number };

/** By userName, sub or an alias; undefined where the pool knows nobody. */
export async function poolUserByName({ clients }: Stage, pool: string, name: string): Promise<PoolUser | undefined> {
  try {
    const user = await clients.cognito.send(new AdminGetUserCommand({ UserPoolId: pool, Username: name }));
    return poolUserOf(user, user.UserAttributes);
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

/** @throws OperatorError where several users have the address: it names their subs. */
export async function poolUserByEmail({ clients }: Stage, pool: string, email: string): Promise<PoolUser | undefined> {
  const { Users = [] } = await clients.cognito.send(
    new ListUsersCommand({ UserPoolId: pool, Filter: `email = "${email.replace(/["\\]/g, '\\$&')}"` }),
  );
  const found = Users.flatMap((user) => poolUserOf(user, user.Attributes) ?? []);
  if (found.length < 2) return found[0];
  const subs = found.map(({ sub }) => sub).join(', ');
  throw new OperatorError('usage', `Several users of the pool have this address: name one by the sub. ${subs}`);
}

type Described = Pick<UserType, 'Username' | 'UserStatus' | 'Enabled' | 'UserCreateDate'>;

function poolUserOf(
  { Username = '', UserStatus = 'UNKNOWN', Enabled = true, UserCreateDate }: Described,
  attributes: AttributeType[] = [],
): PoolUser | undefined {
  const sub = attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) return undefined;
  const signedUpAt = UserCreateDate?.getTime() ?? 0;
  return { sub, userName: Username, status: UserStatus, enabled: Enabled, signedUpAt };
}
