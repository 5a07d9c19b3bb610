import {
  AdminGetUserCommand,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { OperatorError } from '../operator-error.ts';
import { type PoolUser, poolUserOf } from './pool-user.ts';
import type { Stage } from './stage.ts';
import { equals } from './user-filter.ts';

/** By userName, sub or an alias; undefined where the pool knows nobody. */
export async function poolUserByName({ clients }: Stage, pool: string, name: string): Promise<PoolUser | undefined> {
  try {
    return poolUserOf(await clients.cognito.send(new AdminGetUserCommand({ UserPoolId: pool, Username: name })));
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

/** @throws OperatorError where several users have the address: it names their subs. */
export async function poolUserByEmail({ clients }: Stage, pool: string, email: string): Promise<PoolUser | undefined> {
  const { Users = [] } = await clients.cognito.send(
    new ListUsersCommand({ UserPoolId: pool, Filter: equals('email', email) }),
  );
  const found = Users.map(poolUserOf);
  if (found.length < 2) return found[0];
  const subs = found.map(({ sub }) => sub).join(', ');
  throw new OperatorError('usage', `Several users of the pool have this address: name one by the sub. ${subs}`);
}
