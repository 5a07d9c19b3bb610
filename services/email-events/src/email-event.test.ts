import { SES_EVENT_TYPES } from '@postconfirm/ledger';
import { describe, expect, it } from 'vitest';
import { EMAIL_EVENTS } from './email-event.ts';
import { aHeartbeat, aSesEvent } from './ses-event.builder.ts';

const SENT_AT = '2026-03-01T09:30:00.000Z';
const AT = '2026-03-01T09:31:00.000Z';
const key = { pool: 'eu-central-1_aBcDeFgHi', sub: 'sub-1', kind: 'confirmed' };

describe('an event of SES', () => {
  it.each(SES_EVENT_TYPES)('of type %s names the delivery by its tags', (type) => {
    expect(EMAIL_EVENTS.parse(aSesEvent({ type, at: AT }))).toEqual({
      kind: 'message',
      message: { kind: 'email', type, key, messageId: 'ses-1', eventAt: Date.parse(AT) },
    });
  });

  it('that says no time of its own has that of the email', () => {
    expect(EMAIL_EVENTS.parse(aSesEvent({ type: 'Send', sentAt: SENT_AT }))).toMatchObject({
      message: { eventAt: Date.parse(SENT_AT) },
    });
  });

  it.each([
    ['Bounce', { bounceType: 'Permanent' }, 'Permanent'],
    ['Complaint', { complaintFeedbackType: 'abuse' }, 'abuse'],
  ] as const)('of type %s tells what kind it is', (type, detail, word) => {
    expect(EMAIL_EVENTS.parse(aSesEvent({ type, at: AT, detail }))).toMatchObject({ message: { detail: word } });
  });

  it('does not carry on text that is no word of SES', () => {
    const parsed = EMAIL_EVENTS.parse(aSesEvent({ type: 'Bounce', detail: { bounceType: 'to ann@example.com' } }));
    expect(parsed).toMatchObject({ kind: 'message', message: { type: 'Bounce' } });
    expect(JSON.stringify(parsed)).not.toContain('ann@');
  });

  it.each([
    ['of another sender of the account', aSesEvent({ tags: { campaign: ['spring'] } })],
    ['with a tag twice', aSesEvent({ tags: { pool: ['p'], sub: ['a', 'b'], kind: ['confirmed'] } })],
    ['with a forged pool', aSesEvent({ tags: { pool: ['p#x'], sub: ['a'], kind: ['confirmed'] } })],
    ['of a type that says nothing of acceptance', aSesEvent({ type: 'Open' })],
    ['that greets a new destination', 'Successfully validated SNS topic for Amazon SES event publishing.'],
  ])('%s is foreign', (_, body) => {
    expect(EMAIL_EVENTS.parse(body)).toMatchObject({ kind: 'message', message: { kind: 'foreign' } });
  });

  it.each([
    ['', 'not-json'],
    ['null', 'schema:body'],
    ['{}', 'schema:eventType'],
    ['{"eventType":"Send"}', 'schema:mail'],
    ['{"eventType":"Send","mail":{"messageId":"a b","timestamp":"2026-03-01T09:30:00Z"}}', 'schema:mail.messageId'],
    ['{"eventType":"Send","mail":{"messageId":"a","timestamp":"soon"}}', 'schema:mail.timestamp'],
    ['{"eventType":"Heartbeat","time":"soon"}', 'schema:mail'],
  ])('%s is poison, by the field that is wrong', (body, detail) => {
    expect(EMAIL_EVENTS.parse(body)).toEqual({ kind: 'poison', detail });
  });

  it('that is a heartbeat says when it was made', () => {
    expect(EMAIL_EVENTS.parse(aHeartbeat(AT))).toEqual({
      kind: 'message',
      message: { kind: 'heartbeat', eventAt: Date.parse(AT) },
    });
  });
});
