import { encodeMessage, parseMessage } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { copyBody } from './copy-body.ts';
import { aDeadLetter, aMessage } from './dead-letter.builder.ts';

const PLAIN = { evenIfStale: false };
const copyOf = (body: string, word = PLAIN) => copyBody(aDeadLetter({ body }), word);

describe('the copy of a message', () => {
  it('is replayed once more, and else the same', () => {
    const message = aMessage({ replays: 2, data: { name: 'Zoë 🙂' } });
    expect(parseMessage(copyOf(encodeMessage(message)))).toEqual({
      kind: 'message',
      message: { ...message, replays: 3 },
    });
  });

  it('keeps what a later version put there, and numbers that JavaScript cannot hold', () => {
    const body = encodeMessage(aMessage()).replace(
      '"replays":0',
      '"replays":0,"later":{"n":12345678901234567890,"x":1.50}',
    );
    expect(copyOf(body)).toContain('"replays":1,"later":{"n":12345678901234567890,"x":1.50}');
  });

  it('is ASCII', () => {
    expect(copyOf(encodeMessage(aMessage({ data: { name: 'Zo\uFFFEë' } })))).toMatch(/^[ -~]*$/);
  });

  it('says that it is wanted even if stale when this replay says so, and only then', () => {
    expect(copyOf(encodeMessage(aMessage()), { evenIfStale: true })).toContain('"evenifstale":true');
    expect(copyOf(encodeMessage(aMessage({ evenifstale: true })))).not.toContain('evenifstale');
  });
});

it.each(['not json', ' ', '{"type":"postconfirm.user.confirmed.v2","replays":0}', '{ "half"'])(
  'leaves %s as it is, byte by byte',
  (body) => {
    expect(copyOf(body)).toBe(body);
  },
);

it('leaves an event of SES as it is', () => {
  const body = '{ "eventType": "Delivery" }';
  expect(copyBody(aDeadLetter({ queue: 'email-events', body }), PLAIN)).toBe(body);
});
