import { CONFIRMATION_QUEUES } from '@postconfirm/contract';
import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { scaledSeconds } from '../config/derived.ts';
import { allow } from './allow.ts';
import type { Deployment } from './deployment.ts';
import type { Queues } from './queue-with-dlq.ts';
import { ServiceFunction } from './service-function.ts';
import type { Trigger } from './trigger.ts';

type Surroundings = { queues: Queues; table: Table; trigger: Trigger };

/** The function that compares the pool with the table. Its schedules and its rights to the pool are the pool stack's. */
export class Reconciler extends ServiceFunction {
  constructor(scope: Construct, deployment: Deployment, { queues, table, trigger }: Surroundings) {
    const { config } = deployment;
    const { apply, graceSeconds, ...numbers } = config.reconcile;
    const seconds = (value: number) => String(scaledSeconds(config, value));
    const deadLetterQueues = CONFIRMATION_QUEUES.map((name) => [name, queues[name].deadLetterQueue] as const);
    const urls = Object.fromEntries(deadLetterQueues.map(([name, queue]) => [name, queue.queueUrl]));
    const confirmations = queues.confirmations.queue;
    super(scope, 'reconciler', {
      deployment,
      ...numbers,
      environment: {
        TABLE_NAME: table.tableName,
        DEAD_LETTER_QUEUE_URLS: Stack.of(scope).toJsonString(urls),
        CONFIRMATIONS_QUEUE_URL: confirmations.queueUrl,
        SENDS_PER_SECOND: String(config.email.sendsPerSecond),
        APPLY: apply ? 'yes' : 'no',
        TRIGGER_ARN: trigger.alias.functionArn,
        TRIGGER_LOG_GROUP: trigger.function.logGroup.logGroupName,
        GRACE_SECONDS: seconds(graceSeconds),
        DOUBT_CAP_SECONDS: seconds(config.email.doubtCapSeconds),
        STALE_AFTER_SECONDS: seconds(config.email.staleAfterSeconds),
        ...(config.pool.customAttributes.length > 0 && { CUSTOM_ATTRIBUTES: config.pool.customAttributes.join(',') }),
      },
      statements: [
        allow(['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [table.tableArn]),
        allow(['dynamodb:Query'], [`${table.tableArn}/index/attention`]),
        // A look at dead letters receives them and gives them back; it deletes nothing.
        allow(
          ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'],
          deadLetterQueues.map(([, queue]) => queue.queueArn),
        ),
        allow(['logs:FilterLogEvents'], [trigger.function.logGroup.logGroupArn]),
        // SES has no resource for its quota.
        allow(['ses:GetSendQuota'], ['*']),
        ...(apply ? [allow(['sqs:SendMessage'], [confirmations.queueArn])] : []),
      ],
    });
  }
}
