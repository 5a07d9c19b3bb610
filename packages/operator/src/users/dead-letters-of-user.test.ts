import type { QueueName } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import { contentOf } from '../dead-letters/content.ts';
import { isOf } from './dead-letters-of-user.ts';

const KEY = { pool: 'eu-central-1_Abc', sub: '7f6c1a52-4b0e' };

const message = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id: `${KEY.sub}/confirmed`,
    source: `cognito:eu-central-1:${KEY.pool}`,
    type: 'postconfirm.user.confirmed.v1',
    subject: KEY.sub,
    time: '2026-03-01T09:30:00.000Z',
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', attributes: {}, clientMetadata: {} },
    ...changes,
  });

const letter = (body: string, queue: QueueName = 'email') => ({ body, content: contentOf(queue, body) });

it.each([
  ['their message', message()],
  ['a broken message of theirs', message({ time: 'yesterday' })],
  ['an event of SES about their email', `{"eventType":"Bounce","mail":{"tags":{"sub":["${KEY.sub}"]}}}`],
  ['a body cut off', message().slice(0, 60)],
])('knows %s', (_what, body) => {
  expect(isOf(KEY, letter(body))).toBe(true);
});

it.each([
  ['of another pool', message({ source: 'cognito:eu-central-1:eu-central-1_Other' })],
  [
    'of another user',
    message({
      id: 'other/confirmed',
      subject: 'other',
      traceparent: undefined,
      data: { cause: 'sign-up', name: KEY.sub, attributes: {}, clientMetadata: {} },
    }),
  ],
  ['whose sub only begins like theirs', `{"sub":"${KEY.sub}-x"}`],
])('leaves a dead letter alone %s', (_what, body) => {
  expect(isOf(KEY, letter(body))).toBe(false);
});
