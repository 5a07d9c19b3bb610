import { Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { type Queues, QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import { removalPolicy } from '../constructs/removal.ts';
import { physicalName } from '../names.ts';
import { encryptionKey } from './encryption-key.ts';

/** Everything that must survive a mistake in the other stacks: the table, the queues and their dead letters. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly queues: Queues;
  readonly key: IKey | undefined;

  constructor(scope: Construct, deployment: Deployment, props: StackProps) {
    super(scope, physicalName(deployment.stage, 'data'), props);
    this.key = encryptionKey(this, deployment);
    this.table = ledgerTable(this, deployment, this.key);
    this.queues = Object.fromEntries(
      deployment.workers.map((worker) => [worker.queue, new QueueWithDlq(this, worker, { deployment, key: this.key })]),
    ) as Queues;
    allowEmailEvents(this, this.queues['email-events'], deployment);
  }
}

function ledgerTable(scope: Construct, { stage, config }: Deployment, key?: IKey): Table {
  const table = new Table(scope, 'Table', {
    tableName: physicalName(stage),
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    ...(key && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: config.removal === 'retain',
    removalPolicy: removalPolicy(config),
  });
  table.addGlobalSecondaryIndex({
    indexName: 'attention',
    partitionKey: { name: 'attention', type: AttributeType.STRING },
    sortKey: { name: 'attentionSince', type: AttributeType.NUMBER },
    projectionType: ProjectionType.ALL,
  });
  return table;
}

/**
 * Lets the topic of SES's events deliver to its queue, or to the dead-letter queue when that fails. The topic belongs
 * to the service stack, which needs this one: it is named here, not referred to.
 */
function allowEmailEvents(stack: Stack, { queue, deadLetterQueue }: QueueWithDlq, { stage }: Deployment): void {
  const topicArn = stack.formatArn({ service: 'sns', resource: physicalName(stage, 'email-events') });
  for (const target of [queue, deadLetterQueue]) {
    target.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [target.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
      }),
    );
  }
}
