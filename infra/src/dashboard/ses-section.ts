import { WORST } from '../alarms/email-alarms.ts';
import { measureMetric, sesMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { Section } from './panel.ts';

/** Of the whole account, other senders and other stages included: SES counts no finer by itself. */
export function sesSection(stage: string): Section {
  const reconciler = physicalName(stage, 'reconciler');
  const count = (metricName: string) => sesMetric(metricName).with({ statistic: 'Sum' });
  return {
    heading: 'SES, as it sees the whole account',
    panels: [
      {
        title: 'What became of emails',
        unit: 'emails',
        metrics: {
          accepted: count('Send'),
          delivered: count('Delivery'),
          bounced: count('Bounce'),
          'called spam': count('Complaint'),
          rejected: count('Reject'),
        },
      },
      {
        title: 'Bounces',
        unit: 'share, 0 to 1',
        metrics: { bounces: sesMetric('Reputation.BounceRate') },
        marks: [
          { value: WORST.bounces.alarm, label: 'alarm' },
          { value: WORST.bounces.review, label: 'SES reviews the account' },
        ],
      },
      {
        title: 'Complaints',
        unit: 'share, 0 to 1',
        metrics: { complaints: sesMetric('Reputation.ComplaintRate') },
        marks: [
          { value: WORST.complaints.alarm, label: 'alarm; SES reviews the account' },
          { value: WORST.complaints.pause, label: 'SES pauses it' },
        ],
      },
      {
        title: 'Of what SES lets through',
        unit: 'percent',
        metrics: {
          'daily quota, used': measureMetric('SES_QUOTA_USED', reconciler),
          'rate, planned': measureMetric('SES_RATE_PLANNED', reconciler),
        },
        marks: [{ value: 100, label: 'SES refuses or throttles' }],
      },
    ],
  };
}
