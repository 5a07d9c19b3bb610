import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/cases.md'), 'utf8');

/** The last two cells of each row: a file, and a test of it, with one of its rows after the arrow. */
const rows = [...page.matchAll(/\| `([^`|]+\.test\.ts)` \| ([^|]+) \|$/gm)].map(([, file = '', shown = '']) => {
  const [test = '', row] = shown.split(' › ');
  return { file, test, row };
});

const isWritten = (source: string, text: string) =>
  [`'${text}'`, `"${text}"`, `\`${text}\``].some((literal) => source.includes(literal));

it('docs/cases.md names tests that exist', () => {
  const missing = rows.filter(({ file, test, row }) => {
    const source = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
    return !isWritten(source, test) || (row !== undefined && !isWritten(source, row));
  });
  expect(missing).toEqual([]);
});

it('docs/cases.md names a test in every row', () => {
  const cases = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (input|---) /.test(line));
  expect(cases.length).toBeGreaterThan(50);
  expect(rows).toHaveLength(cases.length);
});
