import { WORKERS } from '@postconfirm/contract';
import { mailbox } from '@postconfirm/email-worker/display-name.ts';
import { Stack } from 'aws-cdk-lib';
import type { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { beforeAll, describe, expect, test } from 'vitest';
import { everyStageAssembled, resource, resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { senderIdentity } from '../config/derived.ts';
import { EXAMPLE, exampleConfig } from '../config/example.builder.ts';
import { STAGES, type Stage } from '../config/stage.ts';
import { serviceArtefacts } from '../paths.ts';
import type { Assembly } from '../synthesize.ts';
import { inTemporaryApp } from '../temporary-app.builder.ts';
import { createdPool } from './created-pool.ts';

let assemblies: Record<Stage, Assembly>;

beforeAll(async () => {
  assemblies = await everyStageAssembled();
});

describe.each(STAGES)('stage %s', (stage) => {
  test('the pool calls the trigger', () => {
    const pool = resource(assemblies[stage], 'AWS::Cognito::UserPool', () => true);
    expect(pool['LambdaConfig']).toEqual({
      PostConfirmation: { 'Fn::ImportValue': expect.stringMatching(/triggerLive/) },
    });
  });

  test.each([
    ['watch', 'rate(15 minutes)'],
    ['report', 'rate(1 day)'],
  ])('a schedule sends the reconciler to the pool to %s, and may call it', (task, ScheduleExpression) => {
    const rules = Object.entries(resourcesOf(assemblies[stage], 'AWS::Events::Rule'));
    const [id, rule] =
      rules.find(([, properties]) => properties['ScheduleExpression'] === ScheduleExpression) ?? expect.unreachable();
    const alias = { 'Fn::ImportValue': expect.stringMatching(/reconcilerLive/) };
    const [{ Arn, Input }] = rule['Targets'];
    expect(Arn).toEqual(alias);
    expect(Input).toEqual({
      'Fn::Join': ['', [`{"task":"${task}","userPoolId":"`, { Ref: expect.stringMatching(/^Pool/) }, '"}']],
    });
    const permissions = Object.values(resourcesOf(assemblies[stage], 'AWS::Lambda::Permission'));
    expect(permissions).toContainEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: alias,
      Principal: 'events.amazonaws.com',
      SourceAccount: assemblies[stage].config.account,
      SourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
    });
  });

  test('the pool asks for passwords that last, and tells strangers of no user', () => {
    const pool = resource(assemblies[stage], 'AWS::Cognito::UserPool', () => true);
    expect(pool).toMatchObject({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AutoVerifiedAttributes: ['email'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
      UsernameAttributes: ['email'],
    });
    // Cognito's own standard: addresses that differ in case are one user's.
    expect(pool).not.toHaveProperty('UsernameConfiguration');
    const client = resource(assemblies[stage], 'AWS::Cognito::UserPoolClient', () => true);
    expect(client).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(client).not.toHaveProperty('AllowedOAuthFlows');
  });

  test('users may choose their attributes, but not those that enrichment writes back, nor what Cognito verified', () => {
    const { pool, enrichment } = assemblies[stage].config;
    const { WriteAttributes } = resource(assemblies[stage], 'AWS::Cognito::UserPoolClient', () => true);
    const chosen = pool.customAttributes.filter((name) => !(name in enrichment.writeBack));
    expect(chosen.length).toBeLessThan(pool.customAttributes.length);
    expect(WriteAttributes).toEqual(expect.arrayContaining(['email', 'name', 'locale', ...chosen]));
    for (const name of Object.keys(enrichment.writeBack)) expect(WriteAttributes).not.toContain(name);
    expect(WriteAttributes).not.toContain('email_verified');
  });

  test("confirmation codes leave by SES, not by Cognito's sender of 50 a day", () => {
    const pool = resource(assemblies[stage], 'AWS::Cognito::UserPool', () => true);
    expect(pool['EmailConfiguration']).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: expect.stringContaining(`<${assemblies[stage].config.email.sender}>`),
      SourceArn: expect.stringMatching(`identity/${senderIdentity(assemblies[stage].config)}$`),
    });
  });
});

test.each(['Example', 'Acme, "Inc." <éé>', 'Verein der Freunde und Förderer schöner Künste'])(
  'codes come from %s as the welcome does',
  (senderName) => {
    const config = exampleConfig('prod', { email: { ...EXAMPLE.email, senderName } });
    const emailConfiguration = inTemporaryApp((app) => {
      const stack = new Stack(app, 'pool', { env: { account: config.account, region: config.region } });
      const pool = createdPool(stack, { stage: 'prod', config, workers: WORKERS, artefacts: serviceArtefacts }, 'arn');
      return stack.resolve((pool.node.defaultChild as CfnUserPool).emailConfiguration);
    });
    expect(emailConfiguration).toMatchObject({ from: mailbox(senderName, config.email.sender) });
  },
);

test('enrichment may write to the pool only where a field is written back', async () => {
  const config = exampleConfig('prod', { enrichment: { ...EXAMPLE.enrichment, writeBack: {} } });
  const without = await temporaryAssembly('prod', config);
  const writing = (assembly: Assembly) =>
    Object.values(resourcesOf(assembly, 'AWS::IAM::RolePolicy'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('cognito-idp:Admin')));
  expect(writing(without)).toEqual([]);
  expect(writing(assemblies.prod)).toEqual([
    {
      Effect: 'Allow',
      Action: 'cognito-idp:AdminUpdateUserAttributes',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'Arn'] },
    },
  ]);
});
