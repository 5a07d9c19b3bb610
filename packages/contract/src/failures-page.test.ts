import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAILURE_CLASSES, type FailureRule, type Impossible } from './failure-class.ts';
import { FAILURE_RULES } from './failure-rules.ts';
import { DEAD_LETTER_REASONS } from './outcome.ts';

const page = readFileSync(new URL('../../../docs/failures.md', import.meta.url), 'utf8');

/** The cells of the table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) => row.split('|').slice(1, -1).map(bare));
}

const bare = (cell: string) => cell.replaceAll('`', '').trim();

const classesOf = (cell = '') => (cell === 'any' ? FAILURE_CLASSES : cell.split(', '));

function ruleOf([outcome = '', wait, spends, code]: string[]): FailureRule | Impossible {
  if (outcome.startsWith('never: ')) return { never: outcome.slice('never: '.length) };
  return { outcome, wait, spendsAttempt: spends === 'yes', code } as FailureRule;
}

it('docs/failures.md shows the table of failures as it is', () => {
  const shown: Record<string, Record<string, FailureRule | Impossible>> = {};
  for (const [call = '', , classes, ...rule] of rowsUnder('The table')) {
    for (const one of classesOf(classes)) {
      expect(shown[call]?.[one]).toBeUndefined();
      shown[call] = { ...shown[call], [one]: ruleOf(rule) };
    }
  }
  expect(shown).toEqual(FAILURE_RULES);
});

it('docs/failures.md explains every class, wait and reason of a dead letter', () => {
  const rules = Object.values(FAILURE_RULES).flatMap((byClass): (FailureRule | Impossible)[] => Object.values(byClass));
  const waits = new Set(rules.flatMap((rule) => ('wait' in rule ? [rule.wait] : [])));
  const explained = (heading: string) =>
    rowsUnder(heading)
      .map(([name]) => name)
      .sort();
  expect(explained('Five classes')).toEqual([...FAILURE_CLASSES].sort());
  expect(explained('Waits')).toEqual([...waits].sort());
  expect(explained('Dead letters')).toEqual([...DEAD_LETTER_REASONS].sort());
});
