import { expect, it } from 'vitest';
import { alarm, expression, takenIn } from './alarm.builder.ts';

it.each([
  ['send-quota', 'postconfirm', 'SES_QUOTA_USED', 80],
  ['send-rate', 'postconfirm', 'SES_RATE_PLANNED', 101],
  ['bounces', 'AWS/SES', 'Reputation.BounceRate', 0.02],
  ['complaints', 'AWS/SES', 'Reputation.ComplaintRate', 0.001],
])('SES is watched: %s', (name, Namespace, MetricName, Threshold) => {
  expect(alarm(name)).toMatchObject({ Namespace, MetricName, Threshold, Statistic: 'Maximum' });
});

it('emails without events tell a person, though the heartbeat goes on', () => {
  expect(expression('events-missing')).toBe('IF(FILL(sent, 0) > 0 AND FILL(events, 0) < 1, 1, 0)');
  expect(takenIn('events-missing')).toEqual({
    sent: ['EMAIL_SENT', 'Sum', 3600],
    events: ['EMAIL_EVENT_RECORDED', 'Sum', 3600],
  });
  expect(alarm('events-missing')).toMatchObject({ EvaluationPeriods: 12, DatapointsToAlarm: 2 });
});
