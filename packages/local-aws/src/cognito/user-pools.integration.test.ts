import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import { ApiError } from '../emulators/api-error.ts';
import type { ServiceCall } from '../lambda/call-as-service.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { startUserPools, type UserPools } from './user-pools.ts';

const ADDRESS = 'someone@example.com';
const PASSWORD = 'Only-for-tests-1';
const TRIGGER = 'arn:aws:lambda:eu-central-1:000000000000:function:trigger:live';

let pools: UserPools;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
/** Events that the trigger got. */
let events: Record<string, unknown>[];
/** Which function was called, and for what. */
let calls: Omit<ServiceCall, 'payload'>[];
let answer: () => Promise<InvocationResult>;

beforeEach(async () => {
  events = [];
  answer = async () => ({ payload: '{}' });
  pools = await startUserPools();
  client = new CognitoIdentityProviderClient({ ...clientOptions(pools.url), maxAttempts: 1 });
  UserPoolId = await pools.createPool({
    PoolName: 'test',
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
    Schema: [{ Name: 'plan' }, { Name: 'email', Required: true }],
    LambdaConfig: { PostConfirmation: TRIGGER },
  });
  ClientId = await pools.createClient(UserPoolId, 'app');
  calls = [];
  pools.callFunctionsBy(async ({ payload, ...call }) => {
    calls.push(call);
    events.push(JSON.parse(payload));
    return answer();
  });
});

afterEach(async () => {
  client.destroy();
  await pools.close();
});

const signUp = (UserAttributes: { Name: string; Value: string }[] = []) =>
  client.send(new SignUpCommand({ ClientId, Username: ADDRESS, Password: PASSWORD, UserAttributes }));

const confirm = () =>
  client.send(
    new ConfirmSignUpCommand({
      ClientId,
      Username: ADDRESS,
      ConfirmationCode: pools.codes.latest(ADDRESS),
      ClientMetadata: { campaign: 'spring' },
    }),
  );

const status = async () => (await client.send(new AdminGetUserCommand({ UserPoolId, Username: ADDRESS }))).UserStatus;

test('has a pool id as AWS shapes it', () => {
  expect(UserPoolId).toMatch(/^eu-central-1_[A-Za-z0-9]{9}$/);
});

test('sends the event of a confirmed sign-up as AWS does', async () => {
  const { UserSub } = await signUp([{ Name: 'custom:plan', Value: 'gold' }]);
  await confirm();
  expect(events).toEqual([
    {
      version: '1',
      region: 'eu-central-1',
      userPoolId: UserPoolId,
      userName: UserSub,
      callerContext: { awsSdkVersion: expect.any(String), clientId: ClientId },
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: {
        userAttributes: {
          sub: UserSub,
          'cognito:user_status': 'CONFIRMED',
          email: ADDRESS,
          email_verified: 'true',
          'custom:plan': 'gold',
        },
        clientMetadata: { campaign: 'spring' },
      },
      response: {},
    },
  ]);
});

test('has confirmed the user before it calls the trigger, and leaves that so when the trigger throws', async () => {
  let during: string | undefined;
  answer = async () => {
    during = await status();
    return { payload: '{"errorMessage":"no such plan"}', functionError: 'Unhandled' };
  };
  await signUp();
  await expect(confirm()).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PostConfirmation failed with error no such plan.',
  });
  expect([during, await status()]).toEqual(['CONFIRMED', 'CONFIRMED']);
});

test('refuses an answer that is no object', async () => {
  answer = async () => ({ payload: 'null' });
  await signUp();
  await expect(confirm()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
});

test('names no client when an administrator confirms, and verifies nothing', async () => {
  await signUp();
  await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: ADDRESS }));
  expect(events).toMatchObject([
    {
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      request: { userAttributes: { email_verified: 'false' } },
    },
  ]);
});

test('names the source of a password reset', async () => {
  await signUp();
  await confirm();
  await client.send(new ForgotPasswordCommand({ ClientId, Username: ADDRESS }));
  const ConfirmationCode = pools.codes.latest(ADDRESS);
  const reset = { ClientId, Username: ADDRESS, ConfirmationCode, Password: PASSWORD };
  await client.send(new ConfirmForgotPasswordCommand(reset));
  expect(events[1]).toMatchObject({
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    request: { userAttributes: { email_verified: 'true' } },
  });
});

test('sends another code on request, and takes only that one', async () => {
  await signUp();
  const first = pools.codes.latest(ADDRESS);
  const again = await client.send(new ResendConfirmationCodeCommand({ ClientId, Username: ADDRESS }));
  expect(again.CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', Destination: ADDRESS });
  const old = new ConfirmSignUpCommand({ ClientId, Username: ADDRESS, ConfirmationCode: `${first}0` });
  await expect(client.send(old)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirm();
  expect(await status()).toBe('CONFIRMED');
});

test('calls no trigger for a user that an administrator creates', async () => {
  const { User } = await client.send(
    new AdminCreateUserCommand({ UserPoolId, Username: ADDRESS, DesiredDeliveryMediums: ['EMAIL'] }),
  );
  expect([User?.UserStatus, events]).toEqual(['FORCE_CHANGE_PASSWORD', []]);
});

test('calls the function that the pool names at this moment, or none', async () => {
  await signUp();
  await confirm();
  expect(calls).toEqual([{ functionArn: TRIGGER, sourceArn: expect.stringMatching(`:userpool/${UserPoolId}$`) }]);
  const reset = async (LambdaConfig: object) => {
    await client.send(new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'], LambdaConfig }));
    await client.send(new ForgotPasswordCommand({ ClientId, Username: ADDRESS }));
    const ConfirmationCode = pools.codes.latest(ADDRESS);
    await client.send(
      new ConfirmForgotPasswordCommand({ ClientId, Username: ADDRESS, ConfirmationCode, Password: PASSWORD }),
    );
  };
  await reset({ PostConfirmation: `${TRIGGER}-2` });
  await reset({});
  expect(calls.map(({ functionArn }) => functionArn)).toEqual([TRIGGER, `${TRIGGER}-2`]);
});

test('tells the user that the pool may not call the function, and leaves them confirmed', async () => {
  answer = () => Promise.reject(new ApiError('AccessDeniedException', 'may not'));
  await signUp();
  await expect(confirm()).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PostConfirmation invocation failed due to error AccessDeniedException.',
  });
  expect(await status()).toBe('CONFIRMED');
});

test('calls no trigger for a user whose password an administrator sets for good', async () => {
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username: ADDRESS, MessageAction: 'SUPPRESS' }));
  const set = { UserPoolId, Username: ADDRESS, Password: PASSWORD, Permanent: true };
  await client.send(new AdminSetUserPasswordCommand(set));
  expect([await status(), events]).toEqual(['CONFIRMED', []]);
});

test.each([
  ['AdminGetUser', new AdminGetUserCommand({ UserPoolId: '', Username: 'nobody@example.com' })],
  ['AdminConfirmSignUp', new AdminConfirmSignUpCommand({ UserPoolId: '', Username: 'nobody@example.com' })],
  [
    'AdminUpdateUserAttributes',
    new AdminUpdateUserAttributesCommand({ UserPoolId: '', Username: 'nobody@example.com', UserAttributes: [] }),
  ],
])('says of an unknown user that there is none: %s', async (_what, command) => {
  command.input.UserPoolId = UserPoolId;
  // The commands have no common type that send takes.
  await expect(client.send(command as AdminGetUserCommand)).rejects.toMatchObject({ name: 'UserNotFoundException' });
});
