import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LOG_CATALOGUE } from './log-catalogue.ts';

it('docs/failures.md explains every line of a warning or an error', () => {
  const page = readFileSync(new URL('../../../docs/failures.md', import.meta.url), 'utf8');
  const [, lines = ''] = page.split('\n## Lines\n');
  const explained = [...lines.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  const wrong = Object.entries(LOG_CATALOGUE).filter(([, { level }]) => level !== 'info');
  expect(explained.sort()).toEqual(wrong.map(([code]) => code).sort());
});
