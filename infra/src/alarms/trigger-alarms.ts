import { Duration } from 'aws-cdk-lib';
import { COGNITO_TIMEOUT_SECONDS } from '../config/derived.ts';
import type { Stage } from '../config/stage.ts';
import { codeMetric, durationMetric, lambdaMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { tailCrashes, tailErrors, tailReports } from './first-command.ts';

/**
 * Milliseconds: what a caller is promised at most (docs/design.md). Of Cognito's 5 s the rest is for the start of an
 * environment, which Lambda's Duration leaves out, and for the way there and back.
 */
export const SLOW_MS = 3000;

const IMPACT = 'These users are confirmed, but get no email and no record until they are reconciled.';

export function triggerAlarms(stage: Stage): AlarmSpec[] {
  const name = physicalName(stage, 'trigger');
  // The lines name the users: by these, or from the pool, they can be enqueued again.
  const first = tailErrors(name);
  const alarms: AlarmSpec[] = [
    {
      name: 'enqueue-failed',
      urgency: 'now',
      metric: codeMetric('ENQUEUE_FAILED', name),
      explanation: { broke: 'SQS did not take confirmations from the trigger.', impact: IMPACT, first },
    },
    {
      name: 'trigger-failed',
      urgency: 'now',
      metric: codeMetric('TRIGGER_FAILED', name),
      explanation: { broke: 'The trigger met an error that it does not know.', impact: IMPACT, first },
    },
    {
      name: 'trigger-errors',
      urgency: 'now',
      metric: lambdaMetric('Errors', name),
      explanation: { broke: 'The trigger crashed or ran out of time.', impact: IMPACT, first: tailCrashes(name) },
    },
    {
      name: 'trigger-throttles',
      urgency: 'now',
      metric: lambdaMetric('Throttles', name),
      explanation: {
        broke:
          'Lambda refused to run the trigger: as many ran as trigger.reservedConcurrency lets run at once, or as the account has.',
        impact: `${IMPACT} No log line names them: they are found from the pool.`,
        first: `aws lambda get-function-concurrency --function-name ${name}`,
      },
    },
    {
      name: 'trigger-slow',
      urgency: 'now',
      metric: durationMetric('p99', name).with({ period: Duration.minutes(5) }),
      threshold: SLOW_MS,
      lasting: { periods: 3 },
      explanation: {
        broke: `For 15 minutes one sign-up in a hundred has waited ${SLOW_MS / 1000} s or more for the trigger; Cognito gives it ${COGNITO_TIMEOUT_SECONDS} s.`,
        impact: `People wait at the sign-up. Beyond ${COGNITO_TIMEOUT_SECONDS} s Cognito asks again, and then shows them an error.`,
        first: tailReports(name),
      },
    },
  ];
  return alarms.map((alarm) => ({ ...alarm, guards: 'trigger' }));
}
