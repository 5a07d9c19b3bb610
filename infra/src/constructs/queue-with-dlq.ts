import { deadLetterQueueName, type QueueName, RETENTION_DAYS, type WorkerEntry } from '@postconfirm/contract';
import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { visibilitySeconds } from '../config/derived.ts';
import { numbersOf } from '../config/numbers-of.ts';
import { physicalName } from '../names.ts';
import type { Deployment } from './deployment.ts';
import { removalPolicy } from './removal.ts';

/** Without a key SQS encrypts with its own. */
type Surroundings = { deployment: Deployment; key: IKey | undefined };

/** A worker's queue and the dead-letter queue that only it may redrive to. Both keep messages for as long as SQS can. */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, consumer: WorkerEntry, { deployment: { stage, config }, key }: Surroundings) {
    const { queue: name, receives } = consumer;
    super(scope, name);
    const common = {
      retentionPeriod: Duration.days(RETENTION_DAYS),
      ...(key
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key }
        : { encryption: QueueEncryption.SQS_MANAGED }),
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
      visibilityTimeout: Duration.seconds(visibilitySeconds(config, numbersOf(config, consumer.name))),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: receives },
    });
  }
}

/** Of every worker, by the queue's name; those that are known while this is written are there. */
export type Queues = Record<QueueName, QueueWithDlq> & Record<string, QueueWithDlq>;

/** A queue by its name. */
export function queueOf(queues: Queues, name: string): QueueWithDlq {
  const found = queues[name];
  if (!found) throw new Error(`There is no queue ${name}: it should be that of a worker of the deployment.`);
  return found;
}
