import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { workerUsing } from '../config/worker-using.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { ReconcileSchedule } from '../constructs/reconcile-schedule.ts';
import { physicalName } from '../names.ts';
import { createdPool } from './created-pool.ts';
import { existingPool } from './existing-pool.ts';
import type { ServiceStack } from './service-stack.ts';

/** The user pool or its name, what lets it call the trigger, what lets enrichment write to it, and what sends the reconciler there. */
export class PoolStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, props: StackProps & { service: ServiceStack }) {
    const { service, ...stackProps } = props;
    super(scope, physicalName(deployment.stage, 'pool'), stackProps);
    const pool = poolOf(this, deployment, service.trigger.alias.functionArn);
    letPoolCall(this, pool, service);
    if (Object.keys(deployment.config.enrichment.writeBack).length > 0) allowWriteBack(this, pool, service);
    new ReconcileSchedule(this, deployment, {
      pool: { id: pool.userPoolId, arn: pool.userPoolArn },
      reconciler: service.reconciler,
    });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
  }
}

/** A config names the pool's id if and only if its mode is `existing`. */
function poolOf(stack: Stack, deployment: Deployment, triggerArn: string): IUserPool {
  const { id } = deployment.config.pool;
  if (id === undefined) return createdPool(stack, deployment, triggerArn);
  return existingPool(stack, { stage: deployment.stage, id, triggerArn });
}

function letPoolCall(stack: Stack, pool: IUserPool, { trigger }: ServiceStack): void {
  new CfnPermission(stack, 'InvokeTrigger', {
    action: 'lambda:InvokeFunction',
    functionName: trigger.alias.functionArn,
    principal: 'cognito-idp.amazonaws.com',
    sourceArn: pool.userPoolArn,
    sourceAccount: stack.account,
  });
}

/** Attached from here: the role's own stack comes before the pool and can't name it. */
function allowWriteBack(stack: Stack, pool: IUserPool, { workers }: ServiceStack): void {
  const writer = workerUsing('sources', workers);
  new CfnRolePolicy(stack, 'WriteBack', {
    roleName: writer.role.roleName,
    policyName: 'write-back',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cognito-idp:AdminUpdateUserAttributes', Resource: pool.userPoolArn }],
    },
  });
}
