import { beforeAll, describe, expect, test } from 'vitest';
import { type Properties, resource, resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { EXAMPLE } from '../config/example.builder.ts';
import type { StageInput } from '../config/stage-config.ts';
import { ACCOUNT, POOL_ID, withPool } from '../pool-mode.builder.ts';
import type { Assembly } from '../synthesize.ts';

const POOL_ARN = `arn:aws:cognito-idp:eu-central-1:${ACCOUNT}:userpool/${POOL_ID}`;
const TRIGGER = { 'Fn::ImportValue': expect.stringMatching(/triggerLive/) };
/** One machine makes its own pool. */
const DEPLOYED = ['dev', 'prod'] as const;

const created = {} as Record<(typeof DEPLOYED)[number], Assembly>;
const existing = {} as Record<(typeof DEPLOYED)[number], Assembly>;

// A synthesis that breaks a rule of cdk-nag or CloudFormation ends here, and so does an acknowledgement without a finding.
beforeAll(async () => {
  for (const stage of DEPLOYED) {
    created[stage] = await temporaryAssembly(stage, withPool(stage, 'create'));
    existing[stage] = await temporaryAssembly(stage, withPool(stage, 'existing'));
  }
});

const statementsOfPool = ({ templates }: Assembly): Properties[] =>
  Object.values(templates.pool.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::RolePolicy')
    .flatMap(({ Properties }) => (Properties as Properties)['PolicyDocument'].Statement);

describe.each(DEPLOYED)('stage %s with a pool that others own', (stage) => {
  test('makes no pool and no client, and nothing else that others might own', () => {
    const types = Object.values(existing[stage].templates.pool.Resources).map(({ Type }) => Type);
    expect(new Set(types)).toEqual(new Set(['AWS::Lambda::Permission', 'AWS::IAM::RolePolicy', 'AWS::Events::Rule']));
  });

  test('lets that pool of that account call the trigger, and nobody else', () => {
    const permission = resource(
      existing[stage],
      'AWS::Lambda::Permission',
      ({ Principal }) => Principal !== 'events.amazonaws.com',
    );
    expect(permission).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: TRIGGER,
      Principal: 'cognito-idp.amazonaws.com',
      SourceAccount: ACCOUNT,
      SourceArn: POOL_ARN,
    });
  });

  test('sends the reconciler to that pool, on both schedules', () => {
    const rules = Object.values(resourcesOf(existing[stage], 'AWS::Events::Rule'));
    const inputs = rules.flatMap(({ Targets }) => Targets.map(({ Input }: Properties) => Input)).filter(Boolean);
    expect(inputs.map((input) => JSON.parse(input))).toEqual([
      { task: 'watch', userPoolId: POOL_ID },
      { task: 'report', userPoolId: POOL_ID },
    ]);
  });

  test('reads that pool, writes attributes of its users, and may do no more to it', () => {
    const statements = statementsOfPool(existing[stage]);
    expect(statements).toHaveLength(2);
    expect(statements).toEqual(
      expect.arrayContaining([
        { Effect: 'Allow', Action: 'cognito-idp:AdminUpdateUserAttributes', Resource: POOL_ARN },
        { Effect: 'Allow', Action: ['cognito-idp:ListUsers', 'cognito-idp:DescribeUserPool'], Resource: POOL_ARN },
      ]),
    );
  });

  test('says what the pool is to call, and the command that lets it', () => {
    expect(existing[stage].templates.pool.Outputs).toEqual({
      UserPoolId: { Value: POOL_ID },
      TriggerArn: { Value: TRIGGER, Description: expect.any(String) },
      Next: {
        Value: `npm run -s postconfirm -- --stage ${stage} --region eu-central-1 attach`,
        Description: expect.any(String),
      },
    });
  });

  test('is in all else the stage that makes its pool', () => {
    const { data, service } = existing[stage].templates;
    expect(data).toEqual(created[stage].templates.data);
    expect(service).toEqual(created[stage].templates.service);
  });
});

test('a pool that nothing is written back to is only read', async () => {
  const enrichment = { ...EXAMPLE.enrichment, writeBack: {} };
  const reading = await temporaryAssembly('prod', withPool('prod', 'existing', { enrichment }));
  expect(statementsOfPool(reading).flatMap(({ Action }) => Action)).toEqual([
    'cognito-idp:ListUsers',
    'cognito-idp:DescribeUserPool',
  ]);
});

test('a pool of another partition is named by an ARN of that partition', async () => {
  const id = 'us-gov-west-1_aBcDeFgHi';
  const pool: StageInput['pool'] = { mode: 'existing', id, customAttributes: ['custom:tier'] };
  const governmental = await temporaryAssembly('prod', withPool('prod', 'existing', { region: 'us-gov-west-1', pool }));
  expect(statementsOfPool(governmental).map(({ Resource }) => Resource)).toEqual(
    Array(2).fill(`arn:aws-us-gov:cognito-idp:us-gov-west-1:${ACCOUNT}:userpool/${id}`),
  );
});
