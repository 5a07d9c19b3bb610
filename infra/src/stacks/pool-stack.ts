import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  type CfnUserPoolClient,
  type ICustomAttribute,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { senderIdentity } from '../config/derived.ts';
import { displayName } from '../config/display-name.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { writableAttributes } from '../config/writable-attributes.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { ReconcileSchedule } from '../constructs/reconcile-schedule.ts';
import { removalPolicy } from '../constructs/removal.ts';
import { physicalName } from '../names.ts';
import type { ServiceStack } from './service-stack.ts';

/** The user pool, what lets it call the trigger, what lets enrichment write to it, and what sends the reconciler there. */
export class PoolStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, props: StackProps & { service: ServiceStack }) {
    const { service, ...stackProps } = props;
    super(scope, physicalName(deployment.stage, 'pool'), stackProps);
    const pool = userPool(this, deployment);
    const client = appClient(pool, deployment.config);
    attachTrigger(this, pool, service);
    if (Object.keys(deployment.config.enrichment.writeBack).length > 0) allowWriteBack(this, pool, service);
    new ReconcileSchedule(this, deployment, {
      pool: { id: pool.userPoolId, arn: pool.userPoolArn },
      reconciler: service.reconciler,
    });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: client.userPoolClientId });
  }
}

function userPool(scope: Construct, { stage, config }: Deployment): UserPool {
  return new UserPool(scope, 'Pool', {
    userPoolName: physicalName(stage),
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    autoVerify: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    customAttributes: customAttributes(config.pool.customAttributes),
    email: codesBySes(config),
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    deletionProtection: config.removal === 'retain',
    removalPolicy: removalPolicy(config),
  });
}

/** Confirmation codes leave by SES as well: Cognito's own sender stops at 50 emails a day. */
function codesBySes(config: StageConfig): UserPoolEmail {
  const { sender, senderName, replyTo } = config.email;
  const identity = senderIdentity(config);
  return UserPoolEmail.withSES({
    sesRegion: config.region,
    fromEmail: sender,
    fromName: displayName(senderName),
    ...(replyTo && { replyTo }),
    ...(identity !== sender && { sesVerifiedDomain: identity }),
  });
}

/** Cognito adds the prefix `custom:` to a name by itself. */
const customAttributes = (names: readonly string[]): Record<string, ICustomAttribute> =>
  Object.fromEntries(
    names.map((name) => [name.replace(/^custom:/, ''), new StringAttribute({ mutable: true, maxLen: 2048 })]),
  );

function appClient(pool: UserPool, config: StageConfig): UserPoolClient {
  const client = pool.addClient('Client', {
    authFlows: { userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
  });
  // Without this list users may write every attribute, those that enrichment writes back included.
  (client.node.defaultChild as CfnUserPoolClient).writeAttributes = writableAttributes(config);
  return client;
}

/** By hand, not by `addTrigger`: its permission would name the pool but not the account. */
function attachTrigger(stack: Stack, pool: UserPool, { trigger }: ServiceStack): void {
  const { functionArn } = trigger.alias;
  (pool.node.defaultChild as CfnUserPool).lambdaConfig = { postConfirmation: functionArn };
  new CfnPermission(stack, 'InvokeTrigger', {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'cognito-idp.amazonaws.com',
    sourceArn: pool.userPoolArn,
    sourceAccount: stack.account,
  });
}

/** Attached from here: the role's own stack comes before the pool and can't name it. */
function allowWriteBack(stack: Stack, pool: UserPool, { workers }: ServiceStack): void {
  new CfnRolePolicy(stack, 'WriteBack', {
    roleName: workers['enrichment-worker'].role.roleName,
    policyName: 'write-back',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cognito-idp:AdminUpdateUserAttributes', Resource: pool.userPoolArn }],
    },
  });
}
