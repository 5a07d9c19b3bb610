import { displayName } from '@postconfirm/email-worker/display-name.ts';
import { CfnOutput, type Stack } from 'aws-cdk-lib';
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
import type { Construct } from 'constructs';
import { senderIdentity } from '../config/derived.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { writableAttributes } from '../config/writable-attributes.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { removalPolicy } from '../constructs/removal.ts';
import { physicalName } from '../names.ts';

/** A pool of the stage's own that calls the trigger, and its client for an app. */
export function createdPool(stack: Stack, deployment: Deployment, triggerArn: string): UserPool {
  const pool = userPool(stack, deployment);
  // By hand, not by `addTrigger`: its permission would name the pool but not the account.
  (pool.node.defaultChild as CfnUserPool).lambdaConfig = { postConfirmation: triggerArn };
  const client = appClient(pool, deployment.config);
  new CfnOutput(stack, 'UserPoolClientId', { value: client.userPoolClientId });
  return pool;
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
