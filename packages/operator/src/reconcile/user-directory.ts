import {
  type CognitoIdentityProviderClient,
  InvalidParameterException,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type PoolUser, poolUserOf } from '../stage/pool-user.ts';
import { equals } from '../stage/user-filter.ts';
import type { PacedCall } from './paced.ts';

/** Some users of the pool; `next` leads to those after them. */
export type Page = { users: PoolUser[]; next?: string };

/** Cognito does not know any more where a look ended: it has to begin anew. */
export class PageForgotten extends Error {
  override readonly name = 'PageForgotten';
}

/** The users of one pool. */
export type UserDirectory = {
  /** The page after a token of an earlier one. Throws `PageForgotten` where Cognito does not take the token any more. */
  page: (after?: string) => Promise<Page>;
  /** The user of a sub or a name, exactly. */
  find: (by: 'sub' | 'username', value: string) => Promise<PoolUser | undefined>;
};

/** Cognito's own limit. */
const PAGE = 60;

/** Every request takes its turn: ListUsers shares a quota with the whole account. */
export function userDirectory(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  pace: PacedCall,
): UserDirectory {
  return {
    async page(after) {
      const command = new ListUsersCommand({ UserPoolId, Limit: PAGE, ...(after && { PaginationToken: after }) });
      const { Users = [], PaginationToken } = await pace(() => cognito.send(command)).catch((error: unknown) => {
        throw after && error instanceof InvalidParameterException ? new PageForgotten() : error;
      });
      return { users: Users.map(poolUserOf), ...(PaginationToken && { next: PaginationToken }) };
    },
    async find(by, value) {
      const command = new ListUsersCommand({ UserPoolId, Filter: equals(by, value), Limit: 1 });
      const { Users = [] } = await pace(() => cognito.send(command));
      return Users[0] && poolUserOf(Users[0]);
    },
  };
}
