import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { greetingName } from './welcome-name.ts';

const graphemes = (text: string) => [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)];

describe('greetingName', () => {
  test.each([
    'Ada Lovelace',
    "Sinéad O'Connor",
    'Jean-Luc',
    'J.R.R. Tolkien',
    'Martin Luther King, Jr.',
    'Elizabeth II',
    'John Smith 3rd',
    'Robert "Bob" Smith',
    'Bjørn Åse Þór',
    'Nguyễn Văn A',
    '山田 太郎',
    'レオナルド・ダ・ヴィンチ',
    'علی‌رضا',
    'प्रिया',
    '👩🏽‍🚀',
    '🇩🇪 Jürgen',
  ])('greets %s as written', (name) => {
    expect(greetingName(name)).toBe(name.normalize('NFC'));
  });

  test.each([
    ['a line break and a header', '\r\nBcc: x@evil.example'],
    ['a script', '<script>alert(1)</script>'],
    ['a template', '{{7*7}}'],
    ['an encoded word', '=?utf-8?b?ZXZpbA==?='],
    ['a message with a link', 'Your account is locked http://evil.example'],
    ['a URL', 'https://evil.example'],
    ['a host that mail programs link by itself', 'evil.example'],
    ['a host behind www', 'www evil.example'],
    ['a host in another script', 'Ада.рф'],
    ['a host with a hidden joiner', 'evil.\u200dexample'],
    ['a host with a hidden space', 'evil.\u200bexample'],
    ['a host with a full-width dot', 'evil．example'],
    ['a host with an ideographic full stop', 'evil。example'],
    ['a host with a one dot leader', 'evil․example'],
    ['an address', 'ada@evil.example'],
    ['a handle', '@ada'],
    ['a telephone number', 'Call 0800 123456'],
    ['an exclamation', 'You won!'],
    ['a path', 'ada/lovelace'],
    ['a message of words alone', 'Your account is locked please call us at once today'],
  ])('greets without a name instead of %s', (_, name) => {
    expect(greetingName(name)).toBeUndefined();
  });

  test.each([undefined, '', '   ', '\u200b\u202e', '\ud800', '...', '-', '\u200d', '42'])(
    'finds no name in %j',
    (name) => {
      expect(greetingName(name)).toBeUndefined();
    },
  );

  test.each([
    ['line breaks', 'Ada\r\nLovelace', 'Ada Lovelace'],
    ['blanks', '  Ada \t\u2028 Lovelace\u00a0', 'Ada Lovelace'],
    ['a right-to-left override', 'Ada\u202eecalevoL', 'AdaecalevoL'],
    ['isolates and marks', '\u2066Ada\u2069\u200f', 'Ada'],
    ['a NUL and a noncharacter', 'A\0da\ufffe', 'A da'],
    ['lone surrogates', '\ud83dAda\udc00', 'Ada'],
    ['tag characters', 'Ada\u{e0041}\u{e0042}', 'Ada'],
  ])('takes %s out of a name', (_, name, expected) => {
    expect(greetingName(name)).toBe(expected);
  });

  test('cuts ten thousand emoji between two of them', () => {
    expect(greetingName('👨‍👩‍👧'.repeat(10_000))).toBe('👨‍👩‍👧'.repeat(64));
  });

  test('greets without a name that is one letter under thousands of marks', () => {
    expect(greetingName(`Z${'\u0301'.repeat(10_000)}`)).toBeUndefined();
  });

  test('keeps any text short, on one line and free of what makes a link or markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = greetingName(text) ?? 'none';
        expect(name).toMatch(/^[^<>{}@/\\:=\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u);
        expect(name).not.toMatch(/\.[\p{L}\p{Nd}]{2}/u);
        expect(graphemes(name).length).toBeLessThanOrEqual(64);
      }),
    );
  });
});
