import { WORKERS } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { alarm, firstOf } from './alarm.builder.ts';

describe.each(WORKERS)('worker $name', ({ name, queue, uses }) => {
  const functionName = `postconfirm-prod-${name}`;
  const Dimensions = [{ Name: 'FunctionName', Value: functionName }];

  it('tells a person of a crash, and the first command finds what Lambda said of it', () => {
    expect(alarm(`${name}-errors`)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions,
      Threshold: 1,
    });
    const pattern = `--filter-pattern '?"Task timed out" ?"errorType" ?"Runtime."'`;
    expect(firstOf(`${name}-errors`)).toBe(`aws logs tail /aws/lambda/${functionName} --since 1d ${pattern}`);
  });

  it('tells a person of failures that no retry was planned for', () => {
    const codes = [
      'MESSAGE_FAILED',
      'DEAD_LETTER_FAILED',
      ...(uses.some((use) => use === 'fan-out') ? ['TARGET_REFUSED'] : []),
    ];
    const [sum, ...counted] = alarm(`${name}-failed`)['Metrics'] as Properties[];
    expect(counted.map(({ MetricStat }) => MetricStat.Metric)).toEqual(
      codes.map((MetricName) => ({ Namespace: 'postconfirm', MetricName, Dimensions })),
    );
    // The sum of a count and of no value at all is no value.
    expect(sum?.['Expression']).toBe(counted.map(({ Id }) => `FILL(${Id}, 0)`).join(' + '));
  });

  it('tells a person of each further dead letter, while the first still lies there', () => {
    expect(alarm(`${name}-dead-lettered`)).toMatchObject({
      Namespace: 'postconfirm',
      MetricName: 'MESSAGE_DEAD_LETTERED',
      Dimensions,
      Statistic: 'Sum',
      TreatMissingData: 'notBreaching',
    });
    expect(firstOf(`${name}-dead-lettered`)).toContain(`--stage prod dlq list --queue ${queue}`);
  });

  it('tells a person of throttles that last', () => {
    expect(alarm(`${name}-throttles`)).toMatchObject({ MetricName: 'Throttles', Period: 300, EvaluationPeriods: 3 });
  });
});

it('tells a person of an external system that is given up', () => {
  expect(alarm('source-given-up')).toMatchObject({
    Namespace: 'postconfirm',
    MetricName: 'SOURCE_GIVEN_UP',
    Threshold: 1,
  });
  expect(firstOf('source-given-up')).toContain(`--filter-pattern '{ $.code = "SOURCE_GIVEN_UP" }'`);
});

it('the silence of the events wakes a person', () => {
  expect(alarm('events-silent')).toMatchObject({
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: 15,
    TreatMissingData: 'breaching',
  });
});
