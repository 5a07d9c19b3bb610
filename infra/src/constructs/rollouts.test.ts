import { expect, test } from 'vitest';
import { type Properties, resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { exampleConfig } from '../config/example.builder.ts';
import type { StageInput } from '../config/stage-config.ts';
import type { Assembly } from '../synthesize.ts';

const synthesized = (change: Partial<StageInput>) => temporaryAssembly('prod', exampleConfig('prod', change));

/** By service: CodeDeploy's name for how it is rolled out, and the alarms that end that. */
function groups(assembly: Assembly): Record<string, { config: string; alarms: string[] }> {
  const alarms = resourcesOf(assembly, 'AWS::CloudWatch::Alarm');
  const found = Object.values(resourcesOf(assembly, 'AWS::CodeDeploy::DeploymentGroup'));
  return Object.fromEntries(
    found.map(({ DeploymentGroupName, DeploymentConfigName, AlarmConfiguration }) => [
      DeploymentGroupName,
      {
        config: DeploymentConfigName,
        alarms: AlarmConfiguration.Alarms.map(({ Name }: Properties) => alarms[Name.Ref]?.['AlarmName']).sort(),
      },
    ]),
  );
}

/** The alias of a service as the template has it, with what is said beside its properties. */
const alias = ({ templates }: Assembly, service: string): Properties | undefined =>
  Object.entries(templates.service.Resources).find(([id]) => id.startsWith(`${service.replace('-', '')}Live`))?.[1];

test('a new trigger takes a tenth of the sign-ups first, and is sent back when an alarm of the trigger rings', async () => {
  const assembly = await synthesized({});
  const { trigger, ...others } = groups(assembly);
  expect(trigger?.config).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
  expect(trigger?.alarms).toEqual(
    ['enqueue-failed', 'trigger-errors', 'trigger-failed', 'trigger-slow', 'trigger-throttles'].map(
      (name) => `postconfirm-prod-${name}`,
    ),
  );
  expect(others).toEqual({});
  const [id] = Object.keys(resourcesOf(assembly, 'AWS::CodeDeploy::DeploymentGroup'));
  expect(alias(assembly, 'trigger')?.['UpdatePolicy'].CodeDeployLambdaAliasUpdate.DeploymentGroupName).toEqual({
    Ref: id,
  });
});

test('an alarm that rings stops the rollout, and the old version takes all again', async () => {
  const [group] = Object.values(resourcesOf(await synthesized({}), 'AWS::CodeDeploy::DeploymentGroup'));
  expect(group).toMatchObject({
    AlarmConfiguration: { Enabled: true },
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  });
});

test('every alarm that sends a version back exists before the version is tried', async () => {
  const assembly = await synthesized({ workers: { 'email-worker': { rollout: 'Linear10PercentEvery1Minute' } } });
  for (const { alarms } of Object.values(groups(assembly))) {
    expect(alarms.length).toBeGreaterThan(0);
    expect(alarms).not.toContain(undefined);
  }
});

test('a worker that is rolled out gradually is sent back for its own failures, not for those of what it calls', async () => {
  const assembly = await synthesized({ workers: { 'email-worker': { rollout: 'Canary10Percent10Minutes' } } });
  expect(groups(assembly)['email-worker']).toEqual({
    config: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
    alarms: ['postconfirm-prod-email-worker-errors', 'postconfirm-prod-email-worker-failed'],
  });
  expect(alias(assembly, 'fan-out')).not.toHaveProperty('UpdatePolicy');
});

test('CodeDeploy may move the aliases that it rolls out, and no other', async () => {
  const assembly = await synthesized({ workers: { 'email-worker': { rollout: 'Canary10Percent5Minutes' } } });
  const rights = Object.values(resourcesOf(assembly, 'AWS::IAM::Policy')).find(({ PolicyName }) =>
    PolicyName.startsWith('rolloutsRights'),
  );
  const [moving] = rights?.['PolicyDocument'].Statement ?? [];
  expect(moving.Action).toContain('lambda:UpdateAlias');
  const named = moving.Resource.map((arn: Properties) => arn['Fn::Join'][1]);
  expect(named).toEqual([
    [expect.any(String), { Ref: expect.stringMatching(/^emailworkerFunction/) }, ':live'],
    [expect.any(String), { Ref: expect.stringMatching(/^triggerFunction/) }, ':live'],
  ]);
});

test('a stage that switches all at once has nothing of CodeDeploy', async () => {
  const assembly = await synthesized({ trigger: { rollout: 'AllAtOnce', reservedConcurrency: 50 } });
  const types = Object.values(assembly.templates.service.Resources).map(({ Type }) => Type);
  expect(types.filter((type) => type.includes('CodeDeploy'))).toEqual([]);
  expect(alias(assembly, 'trigger')).not.toHaveProperty('UpdatePolicy');
});
