import { expect, it } from 'vitest';
import { alarm, firstOf } from './alarm.builder.ts';

it.each([
  // Lambda may ask twice for one look: what was counted twice must not be added up.
  ['users-missed', 'RECONCILE_MISSING', 'Maximum', 'reconcile'],
  ['trigger-detached', 'TRIGGER_DETACHED', 'Sum', 'doctor'],
  ['deliveries-held', 'DELIVERIES_HELD', 'Maximum', 'status'],
  ['doubts-stuck', 'DOUBT_AGE', 'Maximum', 'status'],
])('what the reconciler finds tells a person: %s', (name, MetricName, Statistic, command) => {
  expect(alarm(name)).toMatchObject({
    Namespace: 'postconfirm',
    MetricName,
    Statistic,
    Dimensions: [{ Name: 'FunctionName', Value: 'postconfirm-prod-reconciler' }],
  });
  expect(firstOf(name)).toMatch(new RegExp(`--stage prod .*${command}$`));
});
