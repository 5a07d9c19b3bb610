import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Deployment } from '../constructs/deployment.ts';
import { removalPolicy } from '../constructs/removal.ts';
import { physicalName } from '../names.ts';

/** The key of queues, topics and table; none: each service encrypts with keys of AWS. */
export function encryptionKey(stack: Stack, deployment: Deployment): IKey | undefined {
  const { mode, arn } = deployment.config.encryptionKey;
  const statements = ofServices(stack, deployment);
  if (mode === 'create') return createdKey(stack, deployment, statements);
  if (arn === undefined) return undefined;
  new CfnOutput(stack, 'KeyPolicyStatements', {
    value: stack.toJsonString(statements.map((statement) => statement.toStatementJson())),
    description: 'What the policy of the named key must say beside what it says for its account',
  });
  return Key.fromKeyArn(stack, 'Key', arn);
}

function createdKey(stack: Stack, { stage, config }: Deployment, statements: readonly PolicyStatement[]): Key {
  const key = new Key(stack, 'Key', {
    alias: physicalName(stage),
    description: `Queues, topics and table of ${physicalName(stage)}`,
    enableKeyRotation: true,
    removalPolicy: removalPolicy(config),
  });
  for (const statement of statements) key.addToResourcePolicy(statement);
  return key;
}

/**
 * What services do with the key by themselves: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html.
 * Without its statement a service drops what it was to deliver, in silence. Of SES and EventBridge AWS documents no
 * condition that holds; the policies of the topics, which are all that they reach with it, name their sources.
 */
const ofServices = (stack: Stack, { stage }: Deployment): PolicyStatement[] => [
  lets('SnsDeliversToQueues', 'sns', {
    ArnEquals: {
      'aws:SourceArn': stack.formatArn({ service: 'sns', resource: physicalName(stage, 'email-events') }),
    },
  }),
  lets('SesTellsOfEmails', 'ses'),
  lets('EventBridgeSendsHeartbeats', 'events'),
  lets('CloudWatchTellsOfAlarms', 'cloudwatch', { StringEquals: { 'aws:SourceAccount': stack.account } }),
];

const lets = (sid: string, service: string, conditions?: PolicyStatement['conditions']) =>
  new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    ...(conditions && { conditions }),
  });
