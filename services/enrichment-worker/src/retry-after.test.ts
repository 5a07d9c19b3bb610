import { describe, expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7],
    [' 7 ', 7],
    ['0', 1],
    ['1000000000', 14_400],
    ['9'.repeat(400), 14_400],
    ['Sun, 22 Nov 2026 10:02:00 GMT', 120],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 1],
    ['Sun, 22 Nov 2099 10:00:00 GMT', 14_400],
    ['-1', undefined],
    ['1e9', undefined],
    ['abc', undefined],
    ['Monday', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%o asks for %o seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW, 14_400)).toBe(seconds);
  });
});
