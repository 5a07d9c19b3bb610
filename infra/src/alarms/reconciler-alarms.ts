import type { StageConfig } from '../config/stage-config.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { WATCH_MINUTES } from '../constructs/reconcile-schedule.ts';
import { codeMetric, codesMetric, lambdaMetric, measureMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { postconfirm, tailCrashes } from './first-command.ts';

/** A doubt ends at its cap, one way or the other; an hour is for its message to come round. */
export const stuckSeconds = ({ email }: StageConfig): number => email.doubtCapSeconds + 3600;

/** Three times in a row it did not run. */
const SILENT_MINUTES = 3 * WATCH_MINUTES;

/** Those of what the reconciler finds, and one for when it finds nothing because it does not run. */
export function reconcilerAlarms({ stage, config }: Deployment): AlarmSpec[] {
  const name = physicalName(stage, 'reconciler');
  const status = postconfirm(stage, 'status');
  const reconcile = postconfirm(stage, 'reconcile');
  return [
    {
      name: 'users-missed',
      urgency: 'tomorrow',
      metric: measureMetric('RECONCILE_MISSING', name),
      explanation: {
        broke: 'Users of the pool have no welcome email or no record, and nothing is on its way to them.',
        impact:
          'The trigger did not run for them, or their messages were lost. They get nothing until they are reconciled.',
        first: reconcile,
      },
    },
    {
      name: 'trigger-detached',
      urgency: 'now',
      metric: codeMetric('TRIGGER_DETACHED', name),
      explanation: {
        broke: "The user pool does not call this stage's trigger any more.",
        impact: 'Whoever confirms from now on gets no email and no record. Sign-ups themselves go on.',
        first: postconfirm(stage, 'doctor'),
      },
    },
    {
      name: 'deliveries-held',
      urgency: 'tomorrow',
      metric: measureMetric('DELIVERIES_HELD', name),
      explanation: {
        broke: 'It is not known whether SES sent some emails.',
        impact: 'These users may have got their welcome or not: a person decides.',
        first: status,
      },
    },
    {
      name: 'doubts-stuck',
      urgency: 'tomorrow',
      metric: measureMetric('DOUBT_AGE', name),
      threshold: stuckSeconds(config),
      explanation: {
        broke: 'An email has been in doubt for an hour longer than a doubt lasts (email.doubtCapSeconds).',
        impact: 'Its message does not come round: the email worker is paused or fails. Its user waits.',
        first: status,
      },
    },
    {
      name: 'reconcile-refused',
      urgency: 'tomorrow',
      metric: codesMetric(['RECONCILE_REFUSED', 'RECONCILE_INCOMPLETE'], name, 'reports without a whole result'),
      explanation: {
        broke:
          'The reconciler enqueued nobody, for too many are missed or the table is new; or it did not come to the end of the pool.',
        impact: 'Missed users stay without email and record until a person reconciles them.',
        first: reconcile,
      },
    },
    {
      name: 'reconciler-errors',
      urgency: 'tomorrow',
      metric: lambdaMetric('Errors', name),
      explanation: {
        broke: 'The reconciler crashed or ran out of time.',
        impact: 'No user is harmed, but missed users, stuck emails and a detached trigger are not found.',
        first: tailCrashes(name),
      },
    },
    {
      name: 'reconciler-silent',
      urgency: 'tomorrow',
      metric: lambdaMetric('Invocations', name),
      silentMinutes: SILENT_MINUTES,
      explanation: {
        broke: `The reconciler did not run for ${SILENT_MINUTES} minutes, though its schedule calls it every ${WATCH_MINUTES}.`,
        impact: 'No user is harmed, but missed users, stuck emails and a detached trigger are not found.',
        first: `aws events list-rules --name-prefix ${physicalName(stage, 'pool')}`,
      },
    },
  ];
}
