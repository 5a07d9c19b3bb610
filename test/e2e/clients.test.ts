import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { externalData, type Stack } from '@postconfirm/local-aws';
import { CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { confirmSignUp, signUp } from 'aws-amplify/auth';
import { describe, expect, it } from 'vitest';
import { newPerson, type Person } from '../support/personal-data.ts';
import { attributesOf, CLIENT_METADATA, codeOf, cognitoOf, poolUser } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const stack = useStack();

/** Signs up and confirms a person with clientMetadata as the library's users do; the sub. */
type Client = (stack: Stack, person: Person) => Promise<string>;

const awsSdk: Client = async (stack, person) => {
  const ClientId = stack.endpoints.userPoolClientId;
  const cognito = cognitoOf(stack);
  const { UserSub = '' } = await cognito.send(
    new SignUpCommand({
      ClientId,
      Username: person.email,
      Password: person.password,
      UserAttributes: attributesOf(person),
      ClientMetadata: CLIENT_METADATA,
    }),
  );
  const ConfirmationCode = await codeOf(stack, person);
  await cognito.send(
    new ConfirmSignUpCommand({ ClientId, Username: person.email, ConfirmationCode, ClientMetadata: CLIENT_METADATA }),
  );
  return UserSub;
};

const identityJs: Client = async (stack, person) => {
  const { userPoolId: UserPoolId, userPoolClientId: ClientId, urls } = stack.endpoints;
  const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: urls.cognito });
  const attributes = attributesOf(person).map((attribute) => new CognitoUserAttribute(attribute));
  const sub = await new Promise<string>((resolve, reject) => {
    const done = (error?: Error, result?: { userSub: string }) => (result ? resolve(result.userSub) : reject(error));
    pool.signUp(person.email, person.password, attributes, [], done, CLIENT_METADATA);
  });
  const code = await codeOf(stack, person);
  await new Promise((resolve, reject) => {
    const user = new CognitoUser({ Username: person.email, Pool: pool });
    user.confirmRegistration(code, true, (error, result) => (error ? reject(error) : resolve(result)), CLIENT_METADATA);
  });
  return sub;
};

const amplify: Client = async (stack, person) => {
  const { userPoolId, userPoolClientId, urls } = stack.endpoints;
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: urls.cognito } } });
  const userAttributes = Object.fromEntries(attributesOf(person).map(({ Name, Value }) => [Name, Value]));
  const { userId = '' } = await signUp({
    username: person.email,
    password: person.password,
    options: { userAttributes, clientMetadata: CLIENT_METADATA },
  });
  await confirmSignUp({
    username: person.email,
    confirmationCode: await codeOf(stack, person),
    options: { clientMetadata: CLIENT_METADATA },
  });
  return userId;
};

describe.each<[string, Client]>([
  ['AWS SDK', awsSdk],
  ['amazon-cognito-identity-js', identityJs],
  ['aws-amplify', amplify],
])('a user who signs up and confirms by %s', (_name, client) => {
  it('gets one email and an enriched record', async () => {
    const person = newPerson();
    const sub = await client(stack(), person);

    const email = await stack().inbox.waitForEmail(({ to }) => to.includes(person.email));
    expect(email.subject).toBe('Welcome to Example');
    expect(email.text).toContain(person.name);
    expect(email.tags).toMatchObject({ sub, kind: 'confirmed', attempt: '1' });

    await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: stack().endpoints.functions['email-worker'] ?? '' });
    await logged(stack(), 'WRITTEN_BACK', { sub });
    const record = await recordOf(stack(), sub);
    expect(record).toMatchObject({
      cause: 'sign-up',
      email: person.email,
      attributes: { 'custom:plan': 'pro' },
      clientMetadata: { campaign: 'spring' },
      'source:crm': { status: 'ok' },
      'source:loyalty': { status: 'ok' },
    });
    const { tier } = externalData('loyalty', sub);
    expect((await poolUser(stack(), person)).attributes['custom:tier']).toBe(tier);
    expect((await deliveryOf(stack(), sub))?.state).toBe('SENT');
    expect(
      stack()
        .inbox.emails()
        .filter(({ to }) => to.includes(person.email)),
    ).toHaveLength(1);
  });
});
