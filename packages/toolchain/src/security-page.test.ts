import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isThere, ROOT } from './named-tests.builder.ts';

const page = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');

/** The rows of the tables of threats: those of four cells. */
const threats = page
  .split('\n')
  .filter((line) => /^\| (?!threat |--- )/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))
  .filter((cells) => cells.length === 4);

/** `file` › test, one after the other. */
const testsIn = (cell: string) =>
  cell.split('<br>').map((named) => {
    const [, file = '', test = ''] = /^`([^`]+\.test\.ts)` › (.+)$/.exec(named) ?? [];
    return { file, test };
  });

it('docs/security.md names a test that exists for every threat', () => {
  expect(threats.length).toBeGreaterThan(25);
  const missing = threats.flatMap(([threat, , , cell = '']) =>
    testsIn(cell)
      .filter((named) => !isThere(named))
      .map((named) => ({ threat, cell, ...named })),
  );
  expect(missing).toEqual([]);
});
