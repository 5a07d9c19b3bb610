import { expect, it } from 'vitest';
import { httpsUrl, moment, positiveInteger, timeSpan } from './option-values.ts';

it.each([
  ['30s', 30_000],
  ['90m', 5_400_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
])('reads the time span %s', (text, ms) => {
  expect(timeSpan(text)).toBe(ms);
});

it.each(['', '24', 'h', '0h', '-1h', '1.5h', '1w', '24 h', '1234567d'])('refuses the time span %j', (text) => {
  expect(() => timeSpan(text)).toThrow('90m, 24h, 7d');
});

it.each(['0', '-1', '1.5', 'one', ''])('refuses the number %j', (text) => {
  expect(() => positiveInteger(text)).toThrow('whole number');
});

it.each(['http://example.com', 'example.com', 'javascript:alert(1)', ''])('refuses the link %j', (text) => {
  expect(() => httpsUrl(text)).toThrow('https');
});

it.each([
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30+02:00', '2026-03-01T07:30:00.000Z'],
  ['2026-03-01T09:30', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
])('reads the time %s, without a zone as UTC', (text, time) => {
  expect(new Date(moment(text)).toISOString()).toBe(time);
});

it.each([
  '',
  'yesterday',
  '2026-03-01 09:30',
  '2026-13-01',
  '2026-02-30',
  '2026-02-29T09:30Z',
  '2026-03-01T25:00Z',
  '1772357400000',
])('refuses the time %j', (text) => {
  expect(() => moment(text)).toThrow('2026-03-01T09:30Z');
});
