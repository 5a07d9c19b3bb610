import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isThere, ROOT } from './named-tests.builder.ts';

const page = readFileSync(path.join(ROOT, 'docs/cases.md'), 'utf8');

/** The last two cells of each row: a file, and a test of it. */
const rows = [...page.matchAll(/\| `([^`|]+\.test\.ts)` \| ([^|]+) \|$/gm)].map(([, file = '', test = '']) => ({
  file,
  test,
}));

it('docs/cases.md names tests that exist', () => {
  expect(rows.filter((row) => !isThere(row))).toEqual([]);
});

it('docs/cases.md names a test in every row', () => {
  const cases = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (input|---) /.test(line));
  expect(cases.length).toBeGreaterThan(50);
  expect(rows).toHaveLength(cases.length);
});
