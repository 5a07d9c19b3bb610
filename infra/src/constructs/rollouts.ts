import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnAlias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { gradual } from '../config/rollout.ts';
import { LIVE, physicalName } from '../names.ts';
import { allow } from './allow.ts';
import type { Deployment } from './deployment.ts';
import type { ServiceFunction } from './service-function.ts';

type RolledOut = {
  functions: readonly ServiceFunction[];
  /** By service, the alarms that send its new version back. */
  guards: ReadonlyMap<string, readonly Alarm[]>;
};

/** Lets CodeDeploy move the alias of every function that the stage does not switch all at once. */
export function rollOut(scope: Construct, deployment: Deployment, { functions, guards }: RolledOut): void {
  const rollouts = gradual(deployment);
  const moved = functions.filter(({ service }) => rollouts.has(service));
  if (moved.length === 0) return;
  const common = new Rollouts(scope, deployment, moved);
  for (const one of moved) {
    common.add(one, `CodeDeployDefault.Lambda${rollouts.get(one.service)}`, guards.get(one.service) ?? []);
  }
}

/** CodeDeploy's application of a stage and the one role that moves its aliases. */
class Rollouts extends Construct {
  readonly #application: CfnApplication;
  readonly #role: Role;
  readonly #rights: Policy;

  constructor(scope: Construct, { stage }: Deployment, functions: readonly ServiceFunction[]) {
    super(scope, 'rollouts');
    this.#application = new CfnApplication(this, 'Application', {
      applicationName: physicalName(stage),
      computePlatform: 'Lambda',
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    this.#rights = new Policy(this, 'Rights', {
      roles: [this.#role],
      statements: [
        allow(
          ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
          functions.map(({ function: { functionName } }) => liveArn(this, functionName)),
        ),
        // Answers nothing to a right on named alarms.
        allow(['cloudwatch:DescribeAlarms'], ['*']),
      ],
    });
  }

  add({ service, alias }: ServiceFunction, deploymentConfigName: string, alarms: readonly Alarm[]): void {
    const group = new CfnDeploymentGroup(this, service, {
      applicationName: this.#application.ref,
      deploymentGroupName: service,
      serviceRoleArn: this.#role.roleArn,
      deploymentConfigName,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      alarmConfiguration: { enabled: true, alarms: alarms.map(({ alarmName }) => ({ name: alarmName })) },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
    group.node.addDependency(this.#rights);
    (alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: this.#application.ref, deploymentGroupName: group.ref },
    };
  }
}

/** By the function's name: the alias itself waits for the group, which waits for this right. */
const liveArn = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `${functionName}:${LIVE}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
