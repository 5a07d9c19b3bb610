import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiLength, encodeMessage } from './encode.ts';
import { aMessage } from './message.builder.ts';
import type { ConfirmedData } from './message.ts';
import { parseMessage } from './parse.ts';
import { fitBody, MAX_BODY_BYTES } from './size-guard.ts';

const EMOJI = '\u{1F600}';
const fit = (data: Partial<ConfirmedData>) => fitBody(aMessage({ data }), asciiLength).data;
const entries = (count: number, value: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, value(index)]));

/** Text that costs the most bytes: six for each code unit. */
const dear = (length: number) => '\uffff'.repeat(length);

describe('fitBody', () => {
  it('leaves a message alone that fits', () => {
    const message = aMessage({ data: { name: 'Ann', clientMetadata: { campaign: 'spring' } } });
    expect(fitBody(message, asciiLength)).toBe(message);
  });

  it('leaves a message alone that fits to the byte, and cuts one byte more', () => {
    const room = MAX_BODY_BYTES - asciiLength(aMessage({ data: { clientMetadata: { a: '' } } }));
    expect(fit({ clientMetadata: { a: 'x'.repeat(room) } }).dropped).toBeUndefined();
    expect(fit({ clientMetadata: { a: 'x'.repeat(room + 1) } })).toMatchObject({
      clientMetadata: {},
      dropped: ['clientMetadata.a'],
    });
  });

  it('drops the largest words of the client first, and no more than it must', () => {
    const clientMetadata = { small: 'x', large: 'x'.repeat(40_000), middle: 'x'.repeat(20_000) };
    const data = fit({ clientMetadata, attributes: { 'custom:plan': 'x'.repeat(20_000) } });
    expect(data.dropped).toEqual(['clientMetadata.large']);
    expect(Object.keys(data.clientMetadata)).toEqual(['small', 'middle']);
    expect(Object.keys(data.attributes)).toEqual(['custom:plan']);
  });

  it('drops by name among those of one length, in whatever order they come', () => {
    const text = 'x'.repeat(20_000);
    expect(fit({ clientMetadata: { b: text, a: text, c: text, d: text } }).dropped).toEqual([
      'clientMetadata.a',
      'clientMetadata.b',
    ]);
  });

  it('goes by bytes when it measures, so that a short dear text counts', () => {
    expect(fit({ clientMetadata: { dear: dear(8_200) } }).dropped).toEqual(['clientMetadata.dear']);
    expect(fit({ clientMetadata: { cheap: 'x'.repeat(8_200) } }).dropped).toBeUndefined();
  });

  it('cuts in the stated order and never the address', () => {
    const text = dear(4096);
    const data = fit({
      userName: text,
      clientId: text,
      email: text,
      emailVerified: true,
      phoneNumber: text,
      locale: text,
      name: text,
      attributes: { a: text, b: `${text}x` },
      clientMetadata: { c: text },
    });
    const dropped = ['clientMetadata.c', 'attributes.b', 'attributes.a', 'name', 'locale', 'phoneNumber', 'clientId'];
    expect(data).toEqual({
      cause: 'sign-up',
      email: text,
      emailVerified: true,
      name: dear(128),
      attributes: {},
      clientMetadata: {},
      dropped: [...dropped, 'userName'],
    });
  });

  it('names no cut of what is not there', () => {
    const text = dear(4096);
    expect(fit({ email: text, userName: text, clientId: text }).dropped).toEqual(['clientId', 'userName']);
  });

  it('cuts 10,000 emoji to a well-formed name', () => {
    const { name, dropped } = fit({ name: EMOJI.repeat(10_000) });
    expect([name, dropped]).toEqual([EMOJI.repeat(64), ['name']]);
  });

  it('leaves no half of an emoji where it cuts', () => {
    const { name } = fit({ name: `x${EMOJI.repeat(10_000)}` });
    expect(name).toBe(`x${EMOJI.repeat(63)}\ufffd`);
  });

  it('keeps what fits of 40 attributes of 2048 characters', () => {
    const plain = fit({ email: 'ann@example.com', attributes: entries(40, () => 'x'.repeat(2048)) });
    expect(Object.keys(plain.attributes)).toHaveLength(23);
    expect(plain.email).toBe('ann@example.com');
    const costly = fit({ email: 'ann@example.com', attributes: entries(40, () => dear(2048)) });
    expect(Object.keys(costly.attributes)).toHaveLength(3);
  });

  it('names what an earlier hop dropped before what it drops itself', () => {
    const data = fit({ dropped: ['clientMetadata.note'], clientMetadata: { a: 'x'.repeat(50_000) } });
    expect(data.dropped).toEqual(['clientMetadata.note', 'clientMetadata.a']);
  });

  it('brings all that a pool can hold below the bound, readable and with its address', () => {
    const text = fc
      .tuple(fc.constantFrom('x', 'é', '\uffff', '\ud83d', EMOJI, '"\u0000'), fc.nat(2048))
      .map(([unit, length]) => unit.repeat(length).slice(0, length));
    const key = fc.stringMatching(/^custom:[a-z]{1,20}$/);
    const values = fc.dictionary(key, text, { maxKeys: 50, size: 'max' });
    const data = fc.record({
      userName: text,
      clientId: text,
      email: text,
      phoneNumber: text,
      locale: text,
      name: text,
      attributes: values,
      clientMetadata: fc.constant(entries(10, () => dear(2048))),
    });
    fc.assert(
      fc.property(data, (held) => {
        const body = encodeMessage(aMessage({ data: held }));
        expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
        expect(parseMessage(body)).toMatchObject({ kind: 'message', message: { data: { email: held.email } } });
      }),
      { numRuns: 30 },
    );
  });

  it('brings the dearest message that a pool can hold below the bound', () => {
    const text = dear(2048);
    const body = encodeMessage(
      aMessage({
        subject: 's'.repeat(128),
        data: {
          userName: text,
          clientId: text,
          email: text,
          phoneNumber: text,
          locale: text,
          name: text,
          attributes: entries(50, () => text),
          clientMetadata: entries(50, () => text),
        },
      }),
    );
    expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(parseMessage(body)).toMatchObject({ kind: 'message', message: { data: { email: text } } });
  });
});
