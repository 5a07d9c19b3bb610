import type { Capability, WorkerEntry } from '@postconfirm/contract';
import { Duration } from 'aws-cdk-lib';
import type { Stage } from '../config/stage.ts';
import { codeMetric, codesMetric, lambdaMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { postconfirm, tailCode, tailCrashes, tailErrors } from './first-command.ts';

/** Those of every worker, and those of what it uses. */
export const workerAlarms = (stage: Stage, entry: WorkerEntry): AlarmSpec[] => [
  crashed(stage, entry),
  failed(stage, entry),
  deadLettered(stage, entry),
  throttled(stage, entry),
  ...entry.uses.flatMap((capability) => OF_CAPABILITY[capability]?.(stage, entry) ?? []),
];

const crashed = (stage: Stage, { name, queue }: WorkerEntry): AlarmSpec => ({
  name: `${name}-errors`,
  urgency: 'tomorrow',
  metric: lambdaMetric('Errors', physicalName(stage, name)),
  guards: name,
  explanation: {
    broke: `The function ${name} crashed, could not start or ran out of time.`,
    impact: `Nothing is lost yet: its messages come back to queue ${queue}, which dead-letters those that fail too often.`,
    first: tailCrashes(physicalName(stage, name)),
  },
});

/** Codes of errors that no retry was planned for. */
const UNEXPECTED = ['MESSAGE_FAILED', 'DEAD_LETTER_FAILED'];

function failed(stage: Stage, { name, queue, uses, impact }: WorkerEntry): AlarmSpec {
  const codes = [...UNEXPECTED, ...(sendsOn(uses) ? ['TARGET_REFUSED'] : [])];
  return {
    name: `${name}-failed`,
    urgency: 'tomorrow',
    metric: codesMetric(codes, physicalName(stage, name), 'failures'),
    guards: name,
    explanation: {
      broke: `${name} met errors that it does not know, or a queue did not take what it sent (${codes.join(', ')}).`,
      impact: `Nothing is lost yet: the messages go back to queue ${queue}. Meanwhile ${impact}.`,
      first: tailErrors(physicalName(stage, name)),
    },
  };
}

/** The queue's own alarm rings once and then for as long as a dead letter lies there; this one rings for each new one. */
const deadLettered = (stage: Stage, { name, queue, impact }: WorkerEntry): AlarmSpec => ({
  name: `${name}-dead-lettered`,
  urgency: 'tomorrow',
  metric: codeMetric('MESSAGE_DEAD_LETTERED', physicalName(stage, name)),
  explanation: {
    broke: `${name} has put further messages into the dead-letter queue of ${queue}.`,
    impact: `They wait there for a person. Meanwhile ${impact}.`,
    first: postconfirm(stage, `dlq list --queue ${queue}`),
  },
});

/** A throttle now and then is how Lambda scales; a lasting one means that the account's concurrency is used up. */
const throttled = (stage: Stage, { name, queue }: WorkerEntry): AlarmSpec => ({
  name: `${name}-throttles`,
  urgency: 'tomorrow',
  metric: lambdaMetric('Throttles', physicalName(stage, name)).with({ period: Duration.minutes(5) }),
  lasting: { periods: 3 },
  explanation: {
    broke: `For 15 minutes Lambda has refused to run ${name} again and again: no concurrency was left.`,
    impact: `Nothing is lost yet: the messages wait in queue ${queue}, but each refusal spends one of their receives.`,
    first: 'aws lambda get-account-settings',
  },
});

/** Fifteen heartbeats in a row did not come. */
const SILENT_MINUTES = 15;

const sendsOn = (uses: readonly Capability[]): boolean => uses.includes('fan-out');

const OF_CAPABILITY: Partial<Record<Capability, (stage: Stage, entry: WorkerEntry) => AlarmSpec[]>> = {
  email: (stage, { name }) => [
    {
      name: 'ses-account-refused',
      urgency: 'now',
      metric: codeMetric('SES_ACCOUNT_REFUSED', physicalName(stage, name)),
      explanation: {
        broke: 'SES refuses this account or sender: paused, over its quota, in the sandbox, or not verified.',
        impact: 'No welcome email leaves. Nothing is lost: the messages wait in queue email.',
        first: 'aws sesv2 get-account',
      },
    },
  ],
  events: (stage, { name }) => [
    {
      name: 'duplicate-detected',
      urgency: 'now',
      metric: codeMetric('EMAIL_DUPLICATE_DETECTED', physicalName(stage, name)),
      explanation: {
        broke: 'SES told of a second email of one delivery.',
        impact: 'These users got their welcome twice. docs/guarantee.md says when that can happen.',
        first: tailCode(physicalName(stage, name), 'EMAIL_DUPLICATE_DETECTED'),
      },
    },
    {
      name: 'events-silent',
      urgency: 'now',
      metric: lambdaMetric('Invocations', physicalName(stage, name)),
      silentMinutes: SILENT_MINUTES,
      explanation: {
        broke: `Nothing came to ${name} for ${SILENT_MINUTES} minutes, though a heartbeat comes every minute.`,
        impact:
          'Emails go out, but sends in doubt are not settled: when their time is up they are held for a person. No email is sent twice for it.',
        first: postconfirm(stage, 'status'),
      },
    },
  ],
  sources: (stage, { name }) => [
    {
      name: 'source-given-up',
      urgency: 'tomorrow',
      metric: codeMetric('SOURCE_GIVEN_UP', physicalName(stage, name)),
      explanation: {
        broke: 'An external system failed through all attempts for some users: the lines name it.',
        impact: 'Their records lack its data. If it is a required one, their messages are in the dead-letter queue.',
        first: tailCode(physicalName(stage, name), 'SOURCE_GIVEN_UP'),
      },
    },
  ],
};
