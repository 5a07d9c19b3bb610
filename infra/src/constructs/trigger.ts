import type { Construct } from 'constructs';
import { allow } from './allow.ts';
import type { Deployment } from './deployment.ts';
import type { Queues } from './queue-with-dlq.ts';
import { ServiceFunction } from './service-function.ts';

/** The function that Cognito calls: one setting, one permission; and one each more where it is to warm its connection. */
export class Trigger extends ServiceFunction {
  constructor(scope: Construct, deployment: Deployment, queues: Queues) {
    const { trigger, pool } = deployment.config;
    const { queue } = queues.confirmations;
    const { prewarm } = trigger;
    super(scope, 'trigger', {
      deployment,
      ...trigger,
      environment: {
        CONFIRMATIONS_QUEUE_URL: queue.queueUrl,
        ...(pool.customAttributes.length > 0 && { CUSTOM_ATTRIBUTES: pool.customAttributes.join(',') }),
        ...(pool.clientMetadataKeys.length > 0 && { CLIENT_METADATA_KEYS: pool.clientMetadataKeys.join(',') }),
        ...(prewarm && { PREWARM: 'yes' }),
      },
      statements: [allow(['sqs:SendMessage', ...(prewarm ? ['sqs:GetQueueAttributes'] : [])], [queue.queueArn])],
    });
  }
}
