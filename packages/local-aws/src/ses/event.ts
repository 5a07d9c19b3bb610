import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Email } from './email.ts';

export const EVENT_TYPES = ['Send', 'Delivery'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What SES publishes about an email (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html). */
export function sesEvent(type: EventType, email: Email) {
  const details = type === 'Send' ? { send: {} } : { delivery: deliveryOf(email) };
  return { eventType: type, mail: mailOf(email), ...details };
}

function mailOf(email: Email) {
  const domain = /@([^>\s]+)/.exec(email.from)?.[1] ?? 'unknown';
  return {
    timestamp: new Date(email.at).toISOString(),
    source: email.from,
    sourceArn: `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/${domain}`,
    sendingAccountId: ACCOUNT_ID,
    messageId: email.messageId,
    destination: email.to,
    headersTruncated: false,
    headers: [
      { name: 'From', value: email.from },
      { name: 'To', value: email.to.join(', ') },
      { name: 'Subject', value: email.subject },
      { name: 'MIME-Version', value: '1.0' },
    ],
    commonHeaders: { from: [email.from], to: email.to, messageId: email.messageId, subject: email.subject },
    tags: {
      ...(email.configurationSet && { 'ses:configuration-set': [email.configurationSet] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': ['local'],
      ...Object.fromEntries(Object.entries(email.tags).map(([name, value]) => [name, [value]])),
    },
  };
}

function deliveryOf(email: Email) {
  return {
    timestamp: new Date(email.at + 1).toISOString(),
    processingTimeMillis: 1,
    recipients: email.to,
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'a1-1.smtp-out.eu-central-1.amazonses.com',
  };
}
