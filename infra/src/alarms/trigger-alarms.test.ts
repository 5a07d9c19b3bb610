import { expect, it } from 'vitest';
import { alarm, firstOf } from './alarm.builder.ts';

it('the trigger is slow when a quarter of an hour breaks what sign-ups are promised', () => {
  expect(alarm('trigger-slow')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    ExtendedStatistic: 'p99',
    Threshold: 3000,
    Period: 300,
    EvaluationPeriods: 3,
  });
});

it('a confirmation that was not enqueued is counted by the metric that the trigger logs', () => {
  expect(alarm('enqueue-failed')).toMatchObject({
    Namespace: 'postconfirm',
    MetricName: 'ENQUEUE_FAILED',
    Dimensions: [{ Name: 'FunctionName', Value: 'postconfirm-prod-trigger' }],
    Threshold: 1,
  });
});

it.each(['trigger-errors', 'trigger-throttles', 'trigger-failed'])('the first of %s rings', (name) => {
  expect(alarm(name)).toMatchObject({ Threshold: 1, EvaluationPeriods: 1 });
});

it('an alarm on the trigger says where its users are found: by its own lines, by those of Lambda, or nowhere', () => {
  const tail = 'aws logs tail /aws/lambda/postconfirm-prod-trigger --since 1d --filter-pattern';
  expect(firstOf('enqueue-failed')).toBe(`${tail} '{ $.level = "error" }'`);
  expect(firstOf('trigger-failed')).toBe(`${tail} '{ $.level = "error" }'`);
  expect(firstOf('trigger-errors')).toBe(`${tail} '?"Task timed out" ?"errorType" ?"Runtime."'`);
  expect(firstOf('trigger-throttles')).toBe(
    'aws lambda get-function-concurrency --function-name postconfirm-prod-trigger',
  );
  expect(alarm('trigger-throttles')['AlarmDescription']).toContain(
    'No log line names them: they are found from the pool.',
  );
});
