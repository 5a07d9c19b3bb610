import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('parseStrictJson', () => {
  it('reads every JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), fc.nat(3), (value, indent) => {
        fc.pre(!JSON.stringify(value).includes('"__proto__"'));
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['side by side', '{"a":1,"a":1}'],
    ['with another value', '{"a":1,"a":2}'],
    ['written as an escape', '{"a":1,"\\u0061":2}'],
    ['hiding an object', '{"a":{"b":1,"c":{}},"a":1}'],
    ['deep in a list', '[[{"x":[{"a":1,"b":2,"a":3}]}]]'],
    ['empty', '{"":1,"":2}'],
    ['beside texts full of colons and quotes', '{"a":"\\":\\\\","a\\"":":","a":"::"}'],
  ])('refuses a repeated key %s', (_where, text) => {
    expect(() => parseStrictJson(text)).toThrow('repeated key');
  });

  it.each([
    ['at the top', '{"__proto__":{"admin":true}}'],
    ['written as an escape', '{"a":{"\\u005f_proto__":1}}'],
    ['in a list', '[{"__proto__":null}]'],
    ['beside an object without', '[{"a":1},{"__proto__":null}]'],
  ])('refuses a key __proto__ %s', (_where, text) => {
    expect(() => parseStrictJson(text)).toThrow('key __proto__');
  });

  it('takes colons, quotes and backslashes in texts for what they are', () => {
    const value = { 'a:b': ':', 'c"d': '\\":"\\\\', '{': '}' };
    expect(parseStrictJson(JSON.stringify(value))).toEqual(value);
  });

  it('reads 32 levels and refuses the 33rd', () => {
    expect(parseStrictJson(nested(32))).toEqual(JSON.parse(nested(32)));
    expect(() => parseStrictJson(nested(33))).toThrow('nested too deep');
  });

  it('refuses 100,000 levels without exhausting the stack', () => {
    expect(() => parseStrictJson(nested(100_000))).toThrow(SyntaxError);
    expect(() => parseStrictJson('['.repeat(100_000))).toThrow(SyntaxError);
  });

  it('reads a text of 90 kB made of escapes', () => {
    const text = '\\"'.repeat(30_000);
    expect(parseStrictJson(JSON.stringify({ text }))).toEqual({ text });
  });
});
