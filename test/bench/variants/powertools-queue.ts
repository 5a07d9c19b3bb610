import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';

/** The trigger's job with Powertools' logger and metrics: one message, one line, one metric. */
export type CognitoEvent = { userPoolId: string; request: { userAttributes: { sub: string } } };

const logger = new Logger({ serviceName: 'trigger' });
const metrics = new Metrics({ namespace: 'Bench', serviceName: 'trigger' });

export const createHandler = (sqs: SQSClient) => async (event: CognitoEvent, context: Context) => {
  logger.addContext(context);
  try {
    const QueueUrl = process.env['CONFIRMATIONS_QUEUE_URL'];
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
    metrics.addMetric('ENQUEUED', MetricUnit.Count, 1);
    logger.info('ENQUEUED', { pool: event.userPoolId, sub: event.request.userAttributes.sub });
  } catch (error) {
    metrics.addMetric('ENQUEUE_FAILED', MetricUnit.Count, 1);
    logger.error('ENQUEUE_FAILED', error as Error);
  }
  metrics.publishStoredMetrics();
  return event;
};
