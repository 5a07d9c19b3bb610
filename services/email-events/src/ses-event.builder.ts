import type { SesEventType } from '@postconfirm/ledger';

type Facts = {
  type?: SesEventType | 'Open';
  sub?: string;
  messageId?: string;
  /** ISO times: of the email, and of what happened to it. */
  sentAt?: string;
  at?: string;
  tags?: Record<string, string[]>;
  detail?: Record<string, unknown>;
};

/** The body of an event as SES publishes it. */
export function aSesEvent(facts: Facts = {}): string {
  const {
    type = 'Delivery',
    sub = 'sub-1',
    messageId = 'ses-1',
    sentAt = '2026-03-01T09:30:00.000Z',
    at,
    detail,
  } = facts;
  const tags = { pool: ['eu-central-1_aBcDeFgHi'], sub: [sub], kind: ['confirmed'], attempt: ['1'] };
  return JSON.stringify({
    eventType: type,
    mail: {
      timestamp: sentAt,
      source: 'hello@mail.example',
      messageId,
      destination: ['ann@example.com'],
      tags: facts.tags ?? { 'ses:configuration-set': ['postconfirm-prod'], ...tags },
    },
    [type.slice(0, 1).toLowerCase() + type.slice(1)]: { ...(at && { timestamp: at }), ...detail },
  });
}

export const aHeartbeat = (time = '2026-03-01T09:30:00Z'): string => JSON.stringify({ eventType: 'Heartbeat', time });
