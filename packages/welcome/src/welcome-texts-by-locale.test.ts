import { expect, test } from 'vitest';
import { chooseLocale } from './welcome-texts-by-locale.ts';

test.each(['de', 'de-AT', 'de_CH', 'DE', 'de-Latn-DE-1996'])('writes German for %s', (tag) => {
  expect(chooseLocale(tag)).toBe('de');
});

test.each([
  undefined,
  '',
  'en-GB',
  'fr',
  'deutsch',
  'de-',
  ' de',
  'de\n',
  '../../etc/passwd',
  'de/../../etc/passwd',
  '__proto__',
  'constructor',
  'd'.repeat(10_000),
])('writes English for %j', (tag) => {
  expect(chooseLocale(tag)).toBe('en');
});
