import { SLOW_MS } from '../alarms/trigger-alarms.ts';
import { COGNITO_TIMEOUT_SECONDS } from '../config/derived.ts';
import { codeMetric, durationMetric, lambdaMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { Section } from './panel.ts';

export function triggerSection(stage: string): Section {
  const name = physicalName(stage, 'trigger');
  const code = (one: string) => codeMetric(one, name);
  return {
    heading: 'A person confirms: Cognito calls the trigger, and waits',
    panels: [
      {
        title: 'Confirmations',
        unit: 'people',
        metrics: {
          'on the queue': code('ENQUEUED'),
          'not enqueued': code('ENQUEUE_FAILED'),
          'trigger failed': code('TRIGGER_FAILED'),
        },
      },
      {
        title: 'How long people wait for the trigger, without cold starts',
        unit: 'milliseconds',
        metrics: { 'one in two': durationMetric('p50', name), 'one in a hundred': durationMetric('p99', name) },
        marks: [
          { value: SLOW_MS, label: 'promised at most' },
          { value: COGNITO_TIMEOUT_SECONDS * 1000, label: 'Cognito gives up' },
        ],
      },
      {
        title: 'Calls of the trigger',
        unit: 'calls',
        metrics: {
          calls: lambdaMetric('Invocations', name),
          crashed: lambdaMetric('Errors', name),
          throttled: lambdaMetric('Throttles', name),
        },
      },
      {
        title: 'Calls that ask for nothing',
        unit: 'calls',
        metrics: { 'another event': code('EVENT_IGNORED'), 'no sub': code('NO_SUB') },
      },
    ],
  };
}
