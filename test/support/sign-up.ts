import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Stack } from '@postconfirm/local-aws';
import { mustNotBeLogged, type Person } from './personal-data.ts';

export const cognitoOf = ({ endpoints }: Stack) =>
  new CognitoIdentityProviderClient({
    region: endpoints.region,
    endpoint: endpoints.urls.cognito,
    credentials: endpoints.credentials,
  });

/** What a client says beside: `campaign` is allowed to travel, `bcc` is not. */
export const CLIENT_METADATA = { campaign: 'spring', bcc: 'attacker@evil.example' };

export const attributesOf = (person: Person, more: Record<string, string> = {}) =>
  Object.entries({ email: person.email, name: person.name, 'custom:plan': 'pro', ...more }).map(([Name, Value]) => ({
    Name,
    Value,
  }));

/** Signs a person up, unconfirmed; their sub. */
export async function signUp(stack: Stack, person: Person, more: Record<string, string> = {}): Promise<string> {
  const { UserSub } = await cognitoOf(stack).send(
    new SignUpCommand({
      ClientId: stack.endpoints.userPoolClientId,
      Username: person.email,
      Password: person.password,
      UserAttributes: attributesOf(person, more),
    }),
  );
  if (!UserSub) throw new Error('Cognito gave no sub.');
  return UserSub;
}

/** Signs a person up and confirms them with the code that Cognito sent; their sub. */
export async function signUpAndConfirm(stack: Stack, person: Person, more?: Record<string, string>): Promise<string> {
  const sub = await signUp(stack, person, more);
  await confirm(stack, person, await codeOf(stack, person));
  return sub;
}

/** What the user's client sends with the code; rejects with what Cognito tells the user. */
export async function confirm(stack: Stack, person: Person, ConfirmationCode: string): Promise<void> {
  await cognitoOf(stack).send(
    new ConfirmSignUpCommand({
      ClientId: stack.endpoints.userPoolClientId,
      Username: person.email,
      ConfirmationCode,
      ClientMetadata: CLIENT_METADATA,
    }),
  );
}

export async function signUpAndAdminConfirm(stack: Stack, person: Person): Promise<string> {
  const sub = await signUp(stack, person);
  await cognitoOf(stack).send(
    new AdminConfirmSignUpCommand({
      UserPoolId: stack.endpoints.userPoolId,
      Username: person.email,
      ClientMetadata: CLIENT_METADATA,
    }),
  );
  return sub;
}

/** The code is as secret as a password. It is short, so it is looked for only where it could not stand by chance. */
export async function codeOf(stack: Stack, person: Person): Promise<string> {
  const code = await stack.codes.waitFor(person.email);
  mustNotBeLogged(`"${code}"`);
  return code;
}

/** The user as the pool holds them: status and attributes by name. */
export async function poolUser(stack: Stack, person: Person) {
  const { UserStatus, UserAttributes = [] } = await cognitoOf(stack).send(
    new AdminGetUserCommand({ UserPoolId: stack.endpoints.userPoolId, Username: person.email }),
  );
  return { status: UserStatus, attributes: Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value])) };
}
