import { Duration } from 'aws-cdk-lib';
import type { Stage } from '../config/stage.ts';
import { workerUsing } from '../config/worker-using.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { calculated, codeMetric, measureMetric, sesMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { postconfirm, tailEvent } from './first-command.ts';

/** Percent of the daily quota: what is left should last until somebody has asked AWS for more. */
const QUOTA_PERCENT = 80;

/**
 * What SES's guide to sender reputation asks for, and from where it reviews an account and pauses it. SES takes both
 * shares over a volume that it finds representative, not over a day: one bounce among three emails does not reach 2 % in
 * an account that has sent before.
 */
export const WORST = {
  bounces: { alarm: 0.02, review: 0.05, pause: 0.1 },
  // It reviews an account from the alarm on.
  complaints: { alarm: 0.001, pause: 0.005 },
};

const percent = (share: number) => `${share * 100} %`;

/** Those of what SES thinks of the account, and of the way back from it. */
export function emailAlarms(deployment: Deployment): AlarmSpec[] {
  const { stage, workers } = deployment;
  const nameOf = (capability: 'email' | 'events') => physicalName(stage, workerUsing(capability, workers).name);
  const [emailWorker, emailEvents] = [nameOf('email'), nameOf('events')];
  return [...quotas(deployment), ...reputation(emailEvents), eventsMissing(stage, { emailWorker, emailEvents })];
}

function quotas({ stage }: Deployment): AlarmSpec[] {
  const name = physicalName(stage, 'reconciler');
  return [
    {
      name: 'send-quota',
      urgency: 'tomorrow',
      metric: measureMetric('SES_QUOTA_USED', name),
      threshold: QUOTA_PERCENT,
      explanation: {
        broke: `The account has sent ${QUOTA_PERCENT} % or more of the emails that SES lets it send in 24 hours.`,
        impact: 'At 100 % no email leaves. Nothing is lost: the messages wait, and follow when SES takes them again.',
        first: 'aws sesv2 get-account',
      },
    },
    {
      name: 'send-rate',
      urgency: 'tomorrow',
      metric: measureMetric('SES_RATE_PLANNED', name),
      threshold: 101,
      explanation: {
        broke: 'The stage paces itself to more emails a second than SES takes from this account.',
        impact:
          'SES throttles what is too much: those emails come later. Set email.sendsPerSecond to MaxSendRate, or ask for more.',
        first: 'aws sesv2 get-account',
      },
    },
  ];
}

const reputation = (emailEvents: string): AlarmSpec[] => [
  {
    name: 'bounces',
    urgency: 'tomorrow',
    metric: sesMetric('Reputation.BounceRate'),
    threshold: WORST.bounces.alarm,
    explanation: {
      broke: `${percent(WORST.bounces.alarm)} or more of the account's emails bounce.`,
      impact: `SES reviews an account from ${percent(WORST.bounces.review)}, and pauses it from ${percent(WORST.bounces.pause)}: then nobody gets a welcome. The lines name this stage's.`,
      first: tailEvent(emailEvents, 'Bounce'),
    },
  },
  {
    name: 'complaints',
    urgency: 'tomorrow',
    metric: sesMetric('Reputation.ComplaintRate'),
    threshold: WORST.complaints.alarm,
    explanation: {
      broke: `${percent(WORST.complaints.alarm)} or more of the account's emails are called spam by whoever got them.`,
      impact: `SES reviews an account from here, and pauses it from ${percent(WORST.complaints.pause)}: then nobody gets a welcome. The lines name this stage's.`,
      first: tailEvent(emailEvents, 'Complaint'),
    },
  },
];

/** Hours without an event before it rings; two emails whose events came after the full hour are too few to be chance. */
const MISSING = { periods: 2, of: 12 };

/** The heartbeat shows that the topic reaches the ledger, not that SES reaches the topic. */
const eventsMissing = (
  stage: Stage,
  { emailWorker, emailEvents }: { emailWorker: string; emailEvents: string },
): AlarmSpec => ({
  name: 'events-missing',
  urgency: 'now',
  metric: calculated('emails without events', 'IF(FILL(sent, 0) > 0 AND FILL(events, 0) < 1, 1, 0)', {
    period: Duration.hours(1),
    of: { sent: codeMetric('EMAIL_SENT', emailWorker), events: codeMetric('EMAIL_EVENT_RECORDED', emailEvents) },
  }),
  lasting: MISSING,
  explanation: {
    broke: `SES took emails, but in ${MISSING.periods} of the last ${MISSING.of} hours told of none of them.`,
    impact:
      'Emails go out, but sends in doubt are not settled: when their time is up they are held for a person. Bounces and complaints are not seen.',
    first: postconfirm(stage, 'doctor'),
  },
});
