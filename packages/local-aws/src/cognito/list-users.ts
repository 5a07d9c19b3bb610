import { ApiError } from '../emulators/api-error.ts';
import type { CognitoService, StoredUser } from './internals.ts';
import { userFilter } from './user-filter.ts';

interface Request {
  UserPoolId: string;
  AttributesToGet?: string[];
  Limit?: number;
  PaginationToken?: string;
  Filter?: string;
}

/** Cognito's own limit to a page. */
const MOST_USERS = 60;

/** ListUsers in pages, by date of creation. A page token is good for the same filter only. */
export const listUsers =
  (cognito: CognitoService) =>
  async (context: object, { UserPoolId, AttributesToGet, Limit, PaginationToken, Filter }: Request) => {
    const limit = limitOf(Limit);
    const after = PaginationToken === undefined ? '' : placeIn(PaginationToken, Filter);
    const pool = await cognito.getUserPool(context, UserPoolId);
    const users = (await pool.listUsers(context)).filter(userFilter(Filter));
    const ordered = users.map((user) => ({ user, place: placeOf(user) })).filter(({ place }) => place > after);
    ordered.sort((a, b) => (a.place < b.place ? -1 : 1));
    const page = ordered.slice(0, limit);
    const last = ordered.length > limit ? page.at(-1)?.place : undefined;
    return {
      Users: page.map(({ user }) => described(user, AttributesToGet)),
      ...(last && { PaginationToken: tokenOf(last, Filter) }),
    };
  };

function limitOf(Limit = MOST_USERS): number {
  if (Limit >= 0 && Limit <= MOST_USERS) return Limit || MOST_USERS;
  throw new ApiError(
    'InvalidParameterException',
    `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${MOST_USERS}`,
  );
}

const placeOf = ({ UserCreateDate, Username }: StoredUser): string => `${UserCreateDate.toISOString()} ${Username}`;

const tokenOf = (place: string, filter = ''): string =>
  Buffer.from(JSON.stringify([place, filter])).toString('base64url');

function placeIn(token: string, filter = ''): string {
  try {
    const [place, asked] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, string];
    if (asked === filter) return place;
  } catch {
    // Refused below, as is a token of another search.
  }
  throw new ApiError('InvalidParameterException', 'Invalid pagination token given.');
}

function described(user: StoredUser, wanted: readonly string[] | undefined) {
  const { Username, Enabled, UserStatus, UserCreateDate, UserLastModifiedDate } = user;
  const Attributes = wanted ? wanted.map((name) => attributeOf(user, name)) : user.Attributes;
  return { Username, Attributes, Enabled, UserStatus, UserCreateDate, UserLastModifiedDate };
}

/** Cognito refuses to leave an attribute out that one of the users doesn't have. */
function attributeOf({ Attributes }: StoredUser, name: string) {
  const found = Attributes.find(({ Name }) => Name === name);
  if (!found)
    throw new ApiError('InvalidParameterException', `Not every user has the attribute ${name} of AttributesToGet.`);
  return found;
}
