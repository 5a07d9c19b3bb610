import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson, asciiLength, encodeMessage } from './encode.ts';
import { aMessage } from './message.builder.ts';
import { parseMessage } from './parse.ts';

const roundTrip = (text: string) => {
  const parsed = parseMessage(encodeMessage(aMessage({ data: { name: text } })));
  return parsed.kind === 'message' ? parsed.message.data.name : parsed;
};

describe('asciiJson', () => {
  it('writes printable ASCII alone', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(asciiJson(value)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it('means the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(JSON.parse(asciiJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('escapes what JSON.stringify leaves and SQS refuses', () => {
    expect(asciiJson('\ufffe\uffff\u007f')).toBe('"\\ufffe\\uffff\\u007f"');
  });
});

describe('asciiLength', () => {
  it('is the length of asciiJson', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(asciiLength(value)).toBe(asciiJson(value).length);
      }),
    );
    expect(asciiLength('\u007e\u007f\u0080\ufffe\ud83d')).toBe(asciiJson('\u007e\u007f\u0080\ufffe\ud83d').length);
  });
});

describe('encodeMessage', () => {
  it.each([
    ['U+0000', 'A\u0000B'],
    ['U+FFFE and U+FFFF', '\ufffe\uffff'],
    ['a family of emoji', '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}'],
    ['a right-to-left override', '\u202Etxet\u202C'],
    ['line separators', '\u2028\u2029\r\n'],
    ['quotes and backslashes', '"\\u0041\\'],
  ])('carries %s through', (_what, text) => {
    expect(roundTrip(text)).toBe(text);
  });

  it('carries every text that fits through, a lone surrogate included', () => {
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    fc.assert(fc.property(fc.string({ unit, maxLength: 2000 }), (text) => roundTrip(text) === text));
    expect(roundTrip('A\ud83d')).toBe('A\ud83d');
  });

  it('writes the same bytes for the same message', () => {
    expect(encodeMessage(aMessage())).toBe(encodeMessage(aMessage()));
  });

  it('reads back as the very message, field by field', () => {
    const message = aMessage({
      traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
      replays: 2,
      data: { emailVerified: false, attributes: { 'custom:plan': 'pro' }, clientMetadata: { campaign: '' } },
    });
    expect(parseMessage(encodeMessage(message))).toEqual({ kind: 'message', message });
  });
});
