import { deadLetterQueueName, MAX_RECEIVES, type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { visibilitySeconds } from '../config/derived.ts';
import { physicalName } from '../names.ts';
import { consumerOf } from '../workers.ts';
import type { Deployment } from './deployment.ts';
import { removalPolicy } from './removal.ts';

/** A queue and the dead-letter queue that only it may redrive to. Both keep messages for as long as SQS can. */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, name: QueueName, { stage, config }: Deployment) {
    super(scope, name);
    const consumer = consumerOf(name);
    const common = {
      retentionPeriod: Duration.days(RETENTION_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: removalPolicy(config),
    };
    // By its name: a reference would tie the two queues into a circle that CloudFormation can't create.
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: physicalName(stage, name) });
    this.deadLetterQueue = new Queue(this, 'Dlq', {
      ...common,
      queueName: physicalName(stage, deadLetterQueueName(name)),
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', queueArn)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName: physicalName(stage, name),
      visibilityTimeout: Duration.seconds(visibilitySeconds(config, config.workers[consumer.name])),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES[name] },
    });
  }
}
