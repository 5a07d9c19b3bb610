import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { newPerson } from '../support/personal-data.ts';
import { usePostconfirm } from '../support/postconfirm.ts';
import { cognitoOf, signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { auditsOf } from '../support/table.ts';

const stack = useStack();
const { run: postconfirm } = usePostconfirm(stack);

const FOREIGN = 'arn:aws:lambda:eu-central-1:000000000000:function:welcome-mail';

/** Another team's pool, with settings of its own; its id, ARN and app client. */
async function existingPool(): Promise<{ id: string; arn: string; client: string }> {
  const cognito = cognitoOf(stack());
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'accounts',
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 14, TemporaryPasswordValidityDays: 3 } },
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailSubject: 'Come in', EmailMessage: '{username} {####}' } },
      LambdaConfig: { PreTokenGeneration: FOREIGN },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
      UserPoolTags: { team: 'accounts' },
    }),
  );
  const id = String(UserPool?.Id);
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'app', ExplicitAuthFlows: [] }),
  );
  return { id, arn: String(UserPool?.Arn), client: String(UserPoolClient?.ClientId) };
}

async function described(id: string) {
  const { UserPool } = await cognitoOf(stack()).send(new DescribeUserPoolCommand({ UserPoolId: id }));
  return { ...UserPool, LastModifiedDate: undefined, EstimatedNumberOfUsers: undefined };
}

const liveTrigger = () =>
  `arn:aws:lambda:eu-central-1:000000000000:function:${stack().endpoints.functions['trigger']}:live`;

/** What the stage's template does for a pool that its config names. */
const permit = (poolArn: string) =>
  new LambdaClient({
    region: stack().endpoints.region,
    endpoint: stack().endpoints.urls.lambda,
    credentials: stack().endpoints.credentials,
  }).send(
    new AddPermissionCommand({
      FunctionName: stack().endpoints.functions['trigger'],
      Qualifier: 'live',
      StatementId: `pool-${poolArn.slice(-9)}`,
      Action: 'lambda:InvokeFunction',
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: poolArn,
      SourceAccount: '000000000000',
    }),
  );

it('attaches to an existing pool, changes nothing else of it, and gives it back', async () => {
  const { id, arn, client } = await existingPool();
  const before = await described(id);
  const attach = (...more: string[]) => postconfirm('--pool', id, 'attach', ...more);

  expect(await attach('--confirm', 'attach')).toMatchObject({
    code: 5,
    err: expect.stringContaining('may not call'),
  });
  await permit(arn);
  expect(await attach()).toMatchObject({ code: 5, err: expect.stringContaining("--confirm 'attach'") });
  expect(await attach('--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining(`+ ${liveTrigger()}`) });
  expect(await described(id)).toEqual(before);

  expect(await attach('--confirm', 'attach')).toMatchObject({ code: 0, err: '' });
  expect(await described(id)).toEqual({
    ...before,
    LambdaConfig: { ...before.LambdaConfig, PostConfirmation: liveTrigger() },
  });
  expect(await attach()).toMatchObject({ code: 0, out: expect.stringContaining('already') });

  const person = newPerson();
  const { endpoints } = stack();
  const onThatPool = { ...stack(), endpoints: { ...endpoints, userPoolId: id, userPoolClientId: client } };
  const sub = await signUpAndConfirm(onThatPool, person);
  expect(await logged(stack(), 'EMAIL_SENT', { sub })).toMatchObject({ pool: id });

  const detach = ['detach', '--confirm', 'detach', '--why', 'moved to another stage'];
  expect(await postconfirm('--pool', id, ...detach)).toMatchObject({ code: 0, err: '' });
  expect(await described(id)).toEqual(before);
  expect(await auditsOf(stack())).toMatchObject([
    { command: 'attach', filter: { pool: id, to: liveTrigger() }, counts: { differences: 0 } },
    { command: 'detach', filter: { pool: id, from: liveTrigger() }, why: 'moved to another stage' },
  ]);
});

it('replaces another team’s trigger only when told to, and restores it', async () => {
  const { id, arn } = await existingPool();
  await permit(arn);
  await cognitoOf(stack()).send(
    new UpdateUserPoolCommand({ UserPoolId: id, LambdaConfig: { PostConfirmation: FOREIGN } }),
  );
  const refused = await postconfirm('--pool', id, 'attach', '--confirm', 'attach');
  expect(refused).toMatchObject({ code: 5, err: expect.stringContaining('--take-over') });

  await postconfirm('--pool', id, 'attach', '--take-over', '--confirm', 'attach');
  expect((await described(id)).LambdaConfig?.PostConfirmation).toBe(liveTrigger());
  await postconfirm('--pool', id, 'detach', '--confirm', 'detach');
  expect((await described(id)).LambdaConfig?.PostConfirmation).toBe(FOREIGN);
});

it('says in a sentence that there is no such pool', async () => {
  expect(await postconfirm('--pool', 'eu-central-1_nowhere00', 'attach')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^[^\n]+\n$/),
  });
});
