import { type Properties, resourcesOf } from './assembly.builder.ts';
import type { Assembly } from './synthesize.ts';

/** A metric that an alarm or a graph takes; `of`: the resource that its only dimension names. */
export type WatchedMetric = { namespace: string; name: string; dimension?: string; of?: string };

/** Every metric of every alarm and of every graph of the dashboard. */
export const watchedMetrics = (assembly: Assembly): WatchedMetric[] => [
  ...Object.values(resourcesOf(assembly, 'AWS::CloudWatch::Alarm')).flatMap(ofAlarm),
  ...Object.values(resourcesOf(assembly, 'AWS::CloudWatch::Dashboard')).flatMap(ofDashboard),
];

function ofAlarm(alarm: Properties): WatchedMetric[] {
  const added = (alarm['Metrics'] ?? []).flatMap(({ MetricStat }: Properties) => MetricStat?.Metric ?? []);
  return [...(alarm['MetricName'] ? [alarm] : []), ...added].map(({ Namespace, MetricName, Dimensions = [] }) => ({
    namespace: Namespace,
    name: MetricName,
    dimension: Dimensions[0]?.Name,
    of: Dimensions[0]?.Value,
  }));
}

function ofDashboard({ DashboardBody }: Properties): WatchedMetric[] {
  const parts: unknown[] = DashboardBody['Fn::Join'][1];
  const { widgets } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'TOKEN')).join(''));
  return widgets
    .flatMap(({ properties }: Properties) => properties['metrics'] ?? [])
    .map(([namespace, name, ...rest]: (string | object)[]) => {
      const [dimension, of] = rest.filter((one) => typeof one === 'string');
      return { namespace, name, dimension, of };
    });
}

/** What AWS counts by itself, as far as it is watched, the resource that it counts it of, and where AWS says so. */
export const OF_AWS: Record<string, { dimension?: string; type?: string; metrics: readonly string[]; source: string }> =
  {
    'AWS/SQS': {
      dimension: 'QueueName',
      type: 'AWS::SQS::Queue',
      metrics: [
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesVisible',
        'NumberOfMessagesReceived',
      ],
      source:
        'docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    },
    'AWS/Lambda': {
      dimension: 'FunctionName',
      type: 'AWS::Lambda::Function',
      metrics: ['Duration', 'Errors', 'Invocations', 'Throttles'],
      source: 'docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    },
    'AWS/DynamoDB': {
      dimension: 'TableName',
      type: 'AWS::DynamoDB::Table',
      metrics: [
        'ConditionalCheckFailedRequests',
        'ConsumedReadCapacityUnits',
        'ConsumedWriteCapacityUnits',
        'ReadThrottleEvents',
        'WriteThrottleEvents',
      ],
      source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    },
    'AWS/SES': {
      metrics: [
        ...['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'],
        ...['Reputation.BounceRate', 'Reputation.ComplaintRate'],
      ],
      source: 'docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html',
    },
  };
