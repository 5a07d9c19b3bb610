import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { physicalName } from '@postconfirm/contract';
import type { AnyQueue } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';

/** SQS tells CloudWatch once a minute, and some minutes late. */
const PERIOD_SECONDS = 60;
const LOOK_BACK_MS = 15 * 60_000;

/**
 * Age in seconds of the oldest message of each queue, where CloudWatch knows one. It is a lower bound: SQS leaves out
 * messages that were received three times or more, and counts a dead letter's age from its move.
 */
export async function oldestAges(
  { clients, name }: Stage,
  queues: readonly AnyQueue[],
  now: number,
): Promise<Map<AnyQueue, number>> {
  const { MetricDataResults = [] } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - LOOK_BACK_MS),
      // The minute under way counts too.
      EndTime: new Date(now + PERIOD_SECONDS * 1000),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: queues.map((queue, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateAgeOfOldestMessage',
            Dimensions: [{ Name: 'QueueName', Value: physicalName(name, queue) }],
          },
          Period: PERIOD_SECONDS,
          Stat: 'Maximum',
        },
      })),
    }),
  );
  return new Map(
    MetricDataResults.flatMap(({ Id, Values }) => {
      const queue = queues[Number(Id?.slice(1))];
      const age = Values?.[0];
      return queue !== undefined && age !== undefined ? [[queue, age] as const] : [];
    }),
  );
}
