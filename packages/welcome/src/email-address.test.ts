import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReservedDomain, parseRecipient } from './email-address.ts';

describe('parseRecipient', () => {
  test.each([
    ['ada@harbour.test', 'ada@harbour.test'],
    ['Ada.L+news@Mail.Harbour.Example', 'Ada.L+news@mail.harbour.example'],
    ["o'brien_x!#$%&*/?^`{|}~-@harbour.test", "o'brien_x!#$%&*/?^`{|}~-@harbour.test"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@почта.испытание', 'ada@xn--80a1acny.xn--80akhbyknj4f'],
    [`${'a'.repeat(64)}@harbour.test`, `${'a'.repeat(64)}@harbour.test`],
  ])('takes %s as %s', (address, expected) => {
    expect(parseRecipient(address)).toEqual({ ok: true, address: expected });
  });

  test.each([undefined, ''])('finds no address in %j', (address) => {
    expect(parseRecipient(address)).toEqual({ ok: false, reason: 'no-address' });
  });

  test.each([
    ['two recipients', 'a@b.test,d@e.test'],
    ['two recipients by semicolon', 'a@b.test;d@e.test'],
    ['a route', '@relay.test:a@b.test'],
    ['angle brackets', '<a@b.test>'],
    ['a display name', 'Ada <a@b.test>'],
    ['a comment', 'a(b)@b.test'],
    ['a quoted local part', '"a b"@b.test'],
    ['a header behind a line break', 'a@b.test\r\nBcc: x@evil.test'],
    ['a line break in the local part', 'a\n@b.test'],
    ['a trailing line break', 'a@b.test\n'],
    ['a blank', ' a@b.test'],
    ['a NUL', 'a\0@b.test'],
    ['a non-ASCII local part', 'jürgen@b.test'],
    ['an encoded word', '=?utf-8?q?a?=@b.test'],
    ['two at signs', 'a@x@b.test'],
    ['no local part', '@b.test'],
    ['no domain', 'a@'],
    ['no at sign', 'ada'],
    ['a bare host', 'a@localhost'],
    ['a comma, which begins another address', 'a,b@b.test'],
    ['a semicolon, which does in some', 'a;b@b.test'],
    ['dots in a row', 'a..b@b.test'],
    ['a dot at the end of the local part', 'a.@b.test'],
    ['a trailing dot', 'a@b.test.'],
    ['an empty label', 'a@b..test'],
    ['an IP address', 'a@127.0.0.1'],
    ['a hexadecimal IP address', 'a@0x7f.1'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['a percent-encoded domain', 'a@ex%61mple.test'],
    ['a hyphen at the edge of a label', 'a@-b.test'],
    ['a full-width dot', 'a@b．test'],
    ['a lone surrogate', 'a@b\ud800.test'],
    ['a local part of 65 characters', `${'a'.repeat(65)}@b.test`],
    ['255 characters', `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(6)}.test`],
    ['321 characters', `a@${'b.'.repeat(157)}test!`],
  ])('refuses %s', (_, address) => {
    expect(parseRecipient(address)).toEqual({ ok: false, reason: 'invalid-address' });
  });

  test('lets through nothing that a header could read as more than one plain address', () => {
    const pieces = fc.array(fc.constantFrom('a', '@', '.', 'b.test', ',', '<', '"', '\r\n', 'ü', ' ', '=?', '-'));
    const text = fc.oneof(
      pieces.map((list) => list.join('')),
      pieces.map((list) => `${list.join('')}@b.test`),
      fc.string({ unit: 'binary' }),
      fc.emailAddress(),
    );
    fc.assert(
      fc.property(text, (address) => {
        const recipient = parseRecipient(address);
        expect(recipient.ok ? recipient.address : 'a@b.test').toMatch(
          /^[^\s,;:<>()[\]"\\@\u0080-\uffff]+@[a-z0-9.-]+$/,
        );
      }),
    );
  });
});

describe('isReservedDomain', () => {
  test.each([
    'a@example.com',
    'a@mail.example.org',
    'a@EXAMPLE.NET',
    'a@x.test',
    'a@x.invalid',
    'a@x.localhost',
    'a@x.example',
  ])('knows that nobody can own %s', (address) => {
    expect(isReservedDomain(address)).toBe(true);
  });

  test.each(['a@example.de', 'a@myexample.com', 'a@contest', 'a@test.com', 'example.com@harbour.io'])(
    'leaves %s alone',
    (address) => {
      expect(isReservedDomain(address)).toBe(false);
    },
  );
});
