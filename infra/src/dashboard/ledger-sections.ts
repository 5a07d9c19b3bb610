import { stuckSeconds } from '../alarms/reconciler-alarms.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { codeMetric, lambdaMetric, measureMetric, tableMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { Section } from './panel.ts';

export const ledgerSection = (tableName: string): Section => ({
  heading: 'The ledger: one item per delivery and per user',
  panels: [
    {
      title: 'Reads and writes',
      unit: 'capacity units',
      metrics: {
        read: tableMetric('ConsumedReadCapacityUnits', tableName),
        written: tableMetric('ConsumedWriteCapacityUnits', tableName),
      },
    },
    {
      title: 'Requests that DynamoDB throttled',
      unit: 'requests',
      metrics: {
        reads: tableMetric('ReadThrottleEvents', tableName),
        writes: tableMetric('WriteThrottleEvents', tableName),
      },
    },
    {
      title: 'Writes that met another: claims, repetitions',
      unit: 'requests',
      metrics: { 'condition failed': tableMetric('ConditionalCheckFailedRequests', tableName) },
    },
  ],
});

export function reconcilerSection({ stage, config }: Deployment): Section {
  const name = physicalName(stage, 'reconciler');
  return {
    heading: 'The reconciler: who waits for a person',
    panels: [
      {
        title: 'Deliveries that need attention',
        unit: 'emails',
        metrics: {
          'in doubt': measureMetric('DELIVERIES_UNCERTAIN', name),
          'held for a person': measureMetric('DELIVERIES_HELD', name),
        },
      },
      {
        title: 'Oldest doubt',
        unit: 'seconds',
        metrics: { age: measureMetric('DOUBT_AGE', name) },
        marks: [
          { value: config.email.doubtCapSeconds, label: 'it ends, held or sent' },
          { value: stuckSeconds(config), label: 'alarm' },
        ],
      },
      {
        title: 'Users without email or record',
        unit: 'people',
        metrics: {
          missed: measureMetric('RECONCILE_MISSING', name),
          'enqueued again': codeMetric('RECONCILE_APPLIED', name),
        },
      },
      {
        title: 'Calls of the reconciler',
        unit: 'calls',
        metrics: {
          calls: lambdaMetric('Invocations', name),
          crashed: lambdaMetric('Errors', name),
          'trigger detached': codeMetric('TRIGGER_DETACHED', name),
        },
      },
    ],
  };
}
