import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WORKERS } from '@postconfirm/contract';
import { expect, test } from 'vitest';
import { stageConfigSchema } from './stage-config.ts';

type Described = { entries?: Record<string, Described>; wrapped?: Described };

/** Names of all settings; those of single workers and sources are told once, as `<name>`. */
function settings(schema: Described, prefix = ''): string[] {
  const entries = schema.entries ?? schema.wrapped?.entries;
  if (!entries || prefix === 'enrichment.sources.<name>.') return [prefix.slice(0, -1)];
  return Object.entries(entries).flatMap(([name, entry]) =>
    settings(entry, `${prefix}${/^(workers|enrichment\.sources)\.$/.test(prefix) ? '<name>' : name}.`),
  );
}

test("the README's table names every setting, and none that does not exist", () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8');
  const table = readme.slice(readme.indexOf('| setting |'), readme.indexOf('## A pool that others own'));
  const firstCells = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '');
  const told = firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(new Set(told)).toEqual(new Set(settings(stageConfigSchema(WORKERS) as Described)));
});
