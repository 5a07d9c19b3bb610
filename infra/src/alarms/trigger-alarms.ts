import type { Stage } from '../config/stage.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { tailCrashes, tailErrors } from './first-command.ts';
import { codeMetric, lambdaMetric } from './metrics.ts';

const IMPACT = 'These users are confirmed, but get no email and no record until they are reconciled.';

export function triggerAlarms(stage: Stage): AlarmSpec[] {
  const name = physicalName(stage, 'trigger');
  // The lines name the users: by these, or from the pool, they can be enqueued again.
  const first = tailErrors(name);
  const alarms: AlarmSpec[] = [
    {
      name: 'enqueue-failed',
      metric: codeMetric('ENQUEUE_FAILED', name),
      explanation: { broke: 'SQS did not take confirmations from the trigger.', impact: IMPACT, first },
    },
    {
      name: 'trigger-failed',
      metric: codeMetric('TRIGGER_FAILED', name),
      explanation: { broke: 'The trigger met an error that it does not know.', impact: IMPACT, first },
    },
    {
      name: 'trigger-errors',
      metric: lambdaMetric('Errors', name),
      explanation: { broke: 'The trigger crashed or ran out of time.', impact: IMPACT, first: tailCrashes(name) },
    },
    {
      name: 'trigger-throttles',
      metric: lambdaMetric('Throttles', name),
      explanation: {
        broke: 'Lambda refused to run the trigger: no concurrency was left.',
        impact: `${IMPACT} No log line names them: they are found from the pool.`,
        first: 'aws lambda get-account-settings',
      },
    },
  ];
  return alarms.map((alarm) => ({ ...alarm, guards: 'trigger' }));
}
