import { QUEUES } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { alarm, expression, takenIn } from './alarm.builder.ts';

/** Ten of the 14 days that SQS keeps a message. */
const AGING_SECONDS = 864_000;

describe.each(QUEUES)('queue %s', (queue) => {
  it('tells a person within an hour that nobody receives what lies there', () => {
    expect(expression(`${queue}-stalled`)).toBe('IF(visible > 0 AND FILL(received, 0) < 1, 1, 0)');
    expect(takenIn(`${queue}-stalled`)).toEqual({
      visible: ['ApproximateNumberOfMessagesVisible', 'Minimum', 300],
      received: ['NumberOfMessagesReceived', 'Sum', 300],
    });
    expect(alarm(`${queue}-stalled`)).toMatchObject({ Threshold: 1, EvaluationPeriods: 12 });
  });

  it('tells a person of a message that waits for days, while there are days left', () => {
    const { Threshold, MetricName } = alarm(`${queue}-aging`);
    expect([MetricName, Threshold]).toEqual(['ApproximateAgeOfOldestMessage', AGING_SECONDS]);
  });

  it('tells of dead letters that lie there for a week, however often somebody looked at them', () => {
    expect(takenIn(`${queue}-dlq-aging`)).toEqual({
      visible: ['ApproximateNumberOfMessagesVisible', 'Maximum', 86_400],
      inFlight: ['ApproximateNumberOfMessagesNotVisible', 'Maximum', 86_400],
    });
    expect(alarm(`${queue}-dlq-aging`)).toMatchObject({ Threshold: 1, EvaluationPeriods: 7 });
  });
});
