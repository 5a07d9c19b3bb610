import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aMessage } from './message.builder.ts';
import { parseMessage } from './parse.ts';
import { MAX_BODY_BYTES } from './size-guard.ts';

const bodyOf = (over: Record<string, unknown>) => JSON.stringify({ ...aMessage(), ...over });

describe('parseMessage', () => {
  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['half a message', JSON.stringify(aMessage()).slice(0, -1)],
    ['two messages', `${JSON.stringify(aMessage())}${JSON.stringify(aMessage())}`],
    ['XML', '<confirmed/>'],
    ['a number that is none', '{"replays":NaN}'],
    ['10,000 levels of nesting', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a repeated key', `{"subject":"a",${JSON.stringify(aMessage()).slice(1)}`],
    ['a key __proto__', `{"__proto__":{"subject":"a"},${JSON.stringify(aMessage()).slice(1)}`],
  ])('calls %s poison: not-json', (_what, body) => {
    expect(parseMessage(body)).toEqual({ kind: 'poison', detail: 'not-json' });
  });

  it('calls 1 MiB poison: too-large, whatever it holds', () => {
    expect(parseMessage('x'.repeat(2 ** 20))).toEqual({ kind: 'poison', detail: 'too-large' });
    expect(parseMessage(bodyOf({ padding: 'x'.repeat(2 ** 20) }))).toEqual({ kind: 'poison', detail: 'too-large' });
  });

  it('reads a body of twice our own bound, which a later version may need', () => {
    const padding = 'x'.repeat(2 * MAX_BODY_BYTES - bodyOf({ padding: '' }).length);
    expect(parseMessage(bodyOf({ padding }))).toEqual({ kind: 'message', message: aMessage() });
    expect(parseMessage(bodyOf({ padding: `${padding}x` }))).toEqual({ kind: 'poison', detail: 'too-large' });
  });

  it.each(['postconfirm.user.confirmed.v2', 'postconfirm.user.password-reset.v3', 'postconfirm.user.merged.v999'])(
    'knows %s for a newer major version, whatever its other fields are',
    (type) => {
      expect(parseMessage(JSON.stringify({ type, all: 'else is new' }))).toEqual({ kind: 'schema-newer', type });
    },
  );

  it.each([
    'postconfirm.user.confirmed.v0',
    'postconfirm.user.confirmed.v02',
    'postconfirm.user.confirmed.v1000',
    'postconfirm.user.confirmed.v2 ',
    'postconfirm.user.confirmed.v2\n',
    `postconfirm.user.${'x'.repeat(65)}.v2`,
    'other.user.confirmed.v2',
    'other.postconfirm.user.confirmed.v2',
    ['postconfirm.user.confirmed.v2'],
    2,
    null,
  ])('calls the type %j poison', (type) => {
    expect(parseMessage(bodyOf({ type }))).toEqual({ kind: 'poison', detail: 'schema:type' });
  });

  it('repeats no word of the sender in the detail, and keeps it short', () => {
    const attributes = fc.dictionary(fc.string({ unit: 'binary', minLength: 1 }), fc.integer(), { minKeys: 1 });
    fc.assert(
      fc.property(attributes, (entries) => {
        const result = parseMessage(JSON.stringify(aMessage({ data: { attributes: entries as never } })));
        expect(result).toEqual({
          kind: 'poison',
          detail: expect.stringMatching(/^(schema:data.attributes|not-json)$/),
        });
      }),
    );
  });

  it('never throws, for any text and any JSON', () => {
    const kinds = ['message', 'poison', 'schema-newer'];
    const mutant = fc.tuple(fc.constantFrom(...Object.keys(aMessage())), fc.jsonValue());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), mutant, (text, json, [key, value]) => {
        for (const body of [text, json, bodyOf({ [key]: value })]) expect(kinds).toContain(parseMessage(body).kind);
      }),
    );
  });
});
