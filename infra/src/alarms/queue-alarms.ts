import { deadLetterQueueName, RETENTION_DAYS, type WorkerEntry } from '@postconfirm/contract';
import { Duration } from 'aws-cdk-lib';
import type { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../config/stage.ts';
import { calculated, queueMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { postconfirm } from './first-command.ts';

/** Days in a queue after which a person is told: long after every retry, some days before SQS deletes. */
const AGING_DAYS = RETENTION_DAYS - 4;

export const queueAlarms = (stage: Stage, entry: WorkerEntry): AlarmSpec[] => [
  deadLetters(stage, entry),
  deadLettersAging(stage, entry),
  stalled(stage, entry),
  aging(stage, entry),
];

const deadLetters = (stage: Stage, { queue, impact }: WorkerEntry): AlarmSpec => ({
  name: `${queue}-dlq`,
  urgency: 'tomorrow',
  metric: deadLetterCount(stage, queue, Duration.minutes(1)),
  explanation: {
    broke: `Messages of queue ${queue} are in its dead-letter queue.`,
    impact: `They wait there for a person. Meanwhile ${impact}.`,
    first: postconfirm(stage, `dlq list --queue ${queue}`),
  },
});

/**
 * Days on end, the most that an alarm looks back. Not by the age of the oldest: SQS leaves out of it what was received
 * three times, which is each dead letter that somebody looked at.
 */
const LYING_DAYS = 7;

const deadLettersAging = (stage: Stage, { queue, impact }: WorkerEntry): AlarmSpec => ({
  name: `${queue}-dlq-aging`,
  urgency: 'tomorrow',
  metric: deadLetterCount(stage, queue, Duration.days(1)),
  lasting: { periods: LYING_DAYS },
  explanation: {
    broke: `On each of ${LYING_DAYS} days messages of queue ${queue} lay in its dead-letter queue; SQS deletes them after ${RETENTION_DAYS}.`,
    impact: `Then nobody can replay them: loss begins in days. Meanwhile ${impact}.`,
    first: postconfirm(stage, `dlq list --queue ${queue}`),
  },
});

/** In flight counts too: a person who looks at a dead letter must not end its alarm. */
export function deadLetterCount(stage: Stage, queue: string, period: Duration): MathExpression {
  const QueueName = physicalName(stage, deadLetterQueueName(queue));
  return calculated('dead letters', 'visible + inFlight', {
    period,
    of: {
      visible: queueMetric('ApproximateNumberOfMessagesVisible', QueueName),
      inFlight: queueMetric('ApproximateNumberOfMessagesNotVisible', QueueName),
    },
  });
}

/** Twelve periods of five minutes. */
const STALLED = { minutes: 5, periods: 12 };

/**
 * Nobody receives what lies there. Between its tries a message is hidden, and of those that were received three times the
 * age tells nothing: what nobody takes any more shows by this alone.
 */
const stalled = (stage: Stage, { name, queue, impact }: WorkerEntry): AlarmSpec => ({
  name: `${queue}-stalled`,
  urgency: 'now',
  metric: calculated('waiting, and not received', 'IF(visible > 0 AND FILL(received, 0) < 1, 1, 0)', {
    period: Duration.minutes(STALLED.minutes),
    of: {
      visible: queueMetric('ApproximateNumberOfMessagesVisible', physicalName(stage, queue)).with({
        statistic: 'Minimum',
      }),
      received: queueMetric('NumberOfMessagesReceived', physicalName(stage, queue)).with({ statistic: 'Sum' }),
    },
  }),
  lasting: { periods: STALLED.periods },
  explanation: {
    broke: `For an hour messages have waited in queue ${queue}, and ${name} received none.`,
    impact: `The worker is paused or its mapping is broken, and after ${RETENTION_DAYS} days SQS deletes the messages. Meanwhile ${impact}.`,
    first: postconfirm(stage, 'status'),
  },
});

const aging = (stage: Stage, { queue }: WorkerEntry): AlarmSpec => ({
  name: `${queue}-aging`,
  urgency: 'tomorrow',
  metric: queueMetric('ApproximateAgeOfOldestMessage', physicalName(stage, queue)),
  threshold: AGING_DAYS * 86_400,
  explanation: {
    broke: `A message has waited in queue ${queue} for ${AGING_DAYS} days; SQS deletes it after ${RETENTION_DAYS}.`,
    impact: 'Its worker is paused or its mapping is broken. Loss begins in days.',
    first: postconfirm(stage, 'status'),
  },
});
