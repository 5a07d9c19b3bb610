import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROTOCOL } from './decide.ts';
import { DELIVERY_STATES } from './delivery.ts';

const page = readFileSync(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');
const [, table = ''] = page.split('\n## What a message does\n');

it('docs/delivery.md shows the decision table as it is', () => {
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \|[^|]*((?:\| `[a-z-]+` ){6})\|$/gm)];
  const shown = rows.map(([, situation = '', cells = '']) => {
    const [live, again, event, sent, resend, forget] = cells.match(/[a-z-]+/g) ?? [];
    return [situation, { live, again, event, sent, resend, forget }];
  });
  expect(Object.fromEntries(shown)).toEqual(PROTOCOL);
  expect(shown).toHaveLength(Object.keys(PROTOCOL).length);
});

it('docs/delivery.md explains every rule and every state', () => {
  const rules = new Set<string>(Object.values(PROTOCOL).flatMap((row) => Object.values(row)));
  const explained = [...table.matchAll(/^- (.*?):/gm)].flatMap(
    ([, names = '']) => names.match(/(?<=`)[a-z-]+(?=`)/g) ?? [],
  );
  expect(explained.sort()).toEqual([...rules].sort());
  expect(DELIVERY_STATES.filter((state) => !page.includes(`| \`${state}\` |`))).toEqual([]);
});
