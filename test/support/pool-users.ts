import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Stack } from '@postconfirm/local-aws';
import type { Person } from './personal-data.ts';
import { attributesOf, cognitoOf } from './sign-up.ts';

/** Enough to keep the pool busy, and few enough to leave others a turn. */
const AT_ONCE = 8;

/** Puts confirmed users into the pool past the trigger, as an administrator or an import does; their subs in order. */
export async function addConfirmedUsers(stack: Stack, people: readonly Person[]): Promise<string[]> {
  const cognito = cognitoOf(stack);
  const { userPoolId } = stack.endpoints;
  const subs: string[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const some = people.slice(from, from + AT_ONCE);
    subs.push(...(await Promise.all(some.map((person) => addConfirmedUser(cognito, userPoolId, person)))));
  }
  cognito.destroy();
  return subs;
}

async function addConfirmedUser(cognito: CognitoIdentityProviderClient, UserPoolId: string, person: Person) {
  const user = { UserPoolId, Username: person.email };
  const { User } = await cognito.send(
    new AdminCreateUserCommand({ ...user, UserAttributes: attributesOf(person), MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: person.password, Permanent: true }));
  const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (!sub) throw new Error('Cognito gave no sub.');
  return sub;
}
