import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import { startUserPools, type UserPools } from './user-pools.ts';

const COUNT = 130;
const address = (number: number) => `user-${number}@example.com`;

let pools: UserPools;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;

/** 130 users; the tenth is CONFIRMED, the twentieth disabled, the last has a name. */
beforeAll(async () => {
  pools = await startUserPools();
  client = new CognitoIdentityProviderClient({ ...clientOptions(pools.url), maxAttempts: 1 });
  UserPoolId = await pools.createPool({ PoolName: 'test', UsernameAttributes: ['email'] });
  for (let number = 1; number <= COUNT; number += 1) {
    const UserAttributes = number === COUNT ? [{ Name: 'name', Value: 'Zoë "Z"' }] : [];
    const user = { UserPoolId, Username: address(number), MessageAction: 'SUPPRESS' as const, UserAttributes };
    await client.send(new AdminCreateUserCommand(user));
  }
  const password = { UserPoolId, Username: address(10), Password: 'Only-for-tests-1', Permanent: true };
  await client.send(new AdminSetUserPasswordCommand(password));
  await client.send(new AdminDisableUserCommand({ UserPoolId, Username: address(20) }));
});
afterAll(async () => {
  client?.destroy();
  await pools?.close();
});

const list = (search: object) => client.send(new ListUsersCommand({ UserPoolId, ...search }));

async function addresses(search: object = {}): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId, ...search })) {
    found.push(...Users.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value));
  }
  return found;
}

test('gives every user once, in pages of at most 60', async () => {
  const first = await list({});
  expect([first.Users?.length, first.PaginationToken]).toEqual([60, expect.any(String)]);
  const all = await addresses({ Limit: 7 });
  expect(all).toHaveLength(COUNT);
  expect(new Set(all)).toEqual(new Set(Array.from({ length: COUNT }, (_, index) => address(index + 1))));
});

test('goes on where a page ended when its last user is gone', async () => {
  const first = await list({ Limit: 1 });
  const Username = first.Users?.[0]?.Username;
  const before = await list({ Limit: 1, PaginationToken: first.PaginationToken });
  await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  const after = await list({ Limit: 1, PaginationToken: first.PaginationToken });
  expect(after.Users).toEqual(before.Users);
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username: address(1), MessageAction: 'SUPPRESS' }));
});

test.each([
  ['cognito:user_status = "CONFIRMED"', [address(10)]],
  ['cognito:user_status="confirmed"', [address(10)]],
  ['status = "Disabled"', [address(20)]],
  [`email = "${address(33)}"`, [address(33)]],
  ['email ^= "user-12"', [12, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129].map(address)],
  ['name = "Zoë \\"Z\\""', [address(COUNT)]],
  ['email = "nobody@example.com"', []],
])('finds by %s', async (Filter, wanted) => {
  expect((await addresses({ Filter })).sort()).toEqual(wanted.sort());
});

test('finds by sub, and tells when a user came and changed as exactly as AdminGetUser', async () => {
  const { UserAttributes = [], ...user } = await client.send(
    new AdminGetUserCommand({ UserPoolId, Username: address(10) }),
  );
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  const { Users } = await list({ Filter: `sub = "${sub}"`, AttributesToGet: ['sub'] });
  expect(Users).toEqual([
    {
      Username: user.Username,
      Attributes: [{ Name: 'sub', Value: sub }],
      Enabled: true,
      UserStatus: 'CONFIRMED',
      UserCreateDate: user.UserCreateDate,
      UserLastModifiedDate: user.UserLastModifiedDate,
    },
  ]);
});

test.each([
  ['a page of more than 60', { Limit: 61 }],
  ['a filter by what cannot be searched', { Filter: 'custom:plan = "gold"' }],
  ['a filter without a text', { Filter: 'email = someone' }],
  ['a token of another search', { PaginationToken: 'other' }],
  ['an attribute that not every user has', { AttributesToGet: ['name'] }],
])('refuses %s', async (_what, search) => {
  await expect(list(search)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
