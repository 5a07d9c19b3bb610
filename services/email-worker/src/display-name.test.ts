import { describe, expect, test } from 'vitest';
import { mailbox } from './display-name.ts';

const ADDRESS = 'hello@harbour.test';

const decoded = (header: string) =>
  [...header.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)]
    .map((word) => Buffer.from(word[1] ?? '', 'base64').toString())
    .join('');

describe('mailbox', () => {
  test('quotes a plain name, commas and dots included', () => {
    expect(mailbox('Harbour, Inc.', ADDRESS)).toBe(`"Harbour, Inc." <${ADDRESS}>`);
  });

  test('leaves an empty name away', () => {
    expect(mailbox(' ', ADDRESS)).toBe(ADDRESS);
  });

  test.each(['Bücher & Co', 'a"b', 'a\\b', 'Team <x@evil.test>', '=?utf-8?b?ZXZpbA==?=', '港 ⚓'])(
    'encodes %s',
    (name) => {
      const header = mailbox(name, ADDRESS);
      expect(header).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= <hello@harbour\.test>$/);
      expect(decoded(header)).toBe(name);
    },
  );

  test('splits a long name into words of at most 75 characters, each of whole characters', () => {
    const header = mailbox('⚓🚢'.repeat(20), ADDRESS);
    const words = header.replace(` <${ADDRESS}>`, '').split(' ');
    expect(words.length).toBeGreaterThan(1);
    expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75);
    expect(words.map(decoded).join('')).toBe('⚓🚢'.repeat(20));
  });

  test('turns line breaks into blanks, so that no second header begins', () => {
    expect(mailbox('Harbour\r\nBcc: x', ADDRESS)).toBe(`"Harbour Bcc: x" <${ADDRESS}>`);
  });

  test('survives a lone surrogate', () => {
    expect(decoded(mailbox('A\ud800', ADDRESS))).toBe('A\ufffd');
  });
});
