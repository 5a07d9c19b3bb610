import { deadLetterQueueName, RETENTION_DAYS, type WorkerEntry } from '@postconfirm/contract';
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../config/stage.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { postconfirm } from './first-command.ts';
import { queueMetric } from './metrics.ts';

/** Days in a queue after which a person is told: long after every retry, some days before SQS deletes. */
const AGING_DAYS = RETENTION_DAYS - 4;

export const queueAlarms = (stage: Stage, entry: WorkerEntry): AlarmSpec[] => [
  deadLetters(stage, entry),
  aging(stage, entry),
];

function deadLetters(stage: Stage, { queue, impact }: WorkerEntry): AlarmSpec {
  const QueueName = physicalName(stage, deadLetterQueueName(queue));
  return {
    name: `${queue}-dlq`,
    // In flight counts too: a person who looks at a dead letter must not end its alarm.
    metric: new MathExpression({
      expression: 'visible + inFlight',
      label: 'dead letters',
      period: Duration.minutes(1),
      usingMetrics: {
        visible: queueMetric('ApproximateNumberOfMessagesVisible', QueueName),
        inFlight: queueMetric('ApproximateNumberOfMessagesNotVisible', QueueName),
      },
    }),
    explanation: {
      broke: `Messages of queue ${queue} are in its dead-letter queue.`,
      impact,
      first: postconfirm(stage, `dlq list --queue ${queue}`),
    },
  };
}

const aging = (stage: Stage, { queue }: WorkerEntry): AlarmSpec => ({
  name: `${queue}-aging`,
  metric: queueMetric('ApproximateAgeOfOldestMessage', physicalName(stage, queue)),
  threshold: AGING_DAYS * 86_400,
  explanation: {
    broke: `A message has waited in queue ${queue} for ${AGING_DAYS} days; SQS deletes it after ${RETENTION_DAYS}.`,
    impact: 'Its worker is paused, or what it calls has been failing for days. Loss begins in days.',
    first: postconfirm(stage, 'status'),
  },
});
