import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MESSAGE_RULES } from './decide.ts';
import { DELIVERY_STATES } from './delivery.ts';

const page = readFileSync(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');
const [, table = ''] = page.split('\n## What a message does\n');

it('docs/delivery.md shows the decision table as it is', () => {
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \|[^|]*\| `([a-z-]+)` \| `([a-z-]+)` \|$/gm)];
  const shown = rows.map(([, situation = '', live, again]) => [situation, { live, again }]);
  expect(Object.fromEntries(shown)).toEqual(MESSAGE_RULES);
  expect(shown).toHaveLength(Object.keys(MESSAGE_RULES).length);
});

it('docs/delivery.md explains every rule and every state', () => {
  const rules = new Set(Object.values(MESSAGE_RULES).flatMap(({ live, again }) => [live, again]));
  const explained = [...table.matchAll(/^- (.*?):/gm)].flatMap(
    ([, names = '']) => names.match(/(?<=`)[a-z-]+(?=`)/g) ?? [],
  );
  expect(explained.sort()).toEqual([...rules].sort());
  expect(DELIVERY_STATES.filter((state) => !page.includes(`| \`${state}\` |`))).toEqual([]);
});
