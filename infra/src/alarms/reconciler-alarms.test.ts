import { expect, it } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { alarm, firstOf } from './alarm.builder.ts';

it.each([
  // Lambda may ask twice for one look: what was counted twice must not be added up.
  ['users-missed', 'RECONCILE_MISSING', 'Maximum', 1, 'reconcile'],
  ['trigger-detached', 'TRIGGER_DETACHED', 'Sum', 1, 'doctor'],
  ['deliveries-held', 'DELIVERIES_HELD', 'Maximum', 1, 'status'],
  // The four hours of a doubt, and one.
  ['doubts-stuck', 'DOUBT_AGE', 'Maximum', 18_000, 'status'],
])('what the reconciler finds tells a person: %s', (name, MetricName, Statistic, Threshold, command) => {
  expect(alarm(name)).toMatchObject({
    Namespace: 'postconfirm',
    MetricName,
    Statistic,
    Threshold,
    Dimensions: [{ Name: 'FunctionName', Value: 'postconfirm-prod-reconciler' }],
  });
  expect(firstOf(name)).toMatch(new RegExp(`--stage prod .*${command}$`));
});

it('a report without a whole result tells a person: one that was refused, or did not come to the end', () => {
  const [, ...counted] = alarm('reconcile-refused')['Metrics'] as Properties[];
  expect(counted.map(({ MetricStat }) => MetricStat.Metric.MetricName)).toEqual([
    'RECONCILE_REFUSED',
    'RECONCILE_INCOMPLETE',
  ]);
});
