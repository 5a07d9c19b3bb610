import { expect, it } from 'vitest';
import { nextCommands } from './next-commands.ts';
import type { ReportRow } from './report.ts';

const row = (repair: string, beside = ''): ReportRow => ({
  sub: 'sub',
  confirmed: '',
  email: '',
  record: '',
  repair,
  beside,
});

it('names what to run next for each thing that a report found, and nothing where it found nobody', () => {
  expect(nextCommands([])).toEqual([]);
  const rows = [
    row('enrichment', '--email'),
    row('', '--even-if-stale'),
    row('', 'dlq replay'),
    row('', 'email resolve'),
  ];
  expect(nextCommands(rows).map(({ command }) => command)).toEqual([
    'reconcile --apply',
    'reconcile --apply --email',
    'reconcile --apply --even-if-stale',
    'dlq list',
    'email resolve',
  ]);
});

it('repairs what was looked for: the options of the look are said again', () => {
  expect(nextCommands([row('enrichment'), row('enrichment')], ' --source crm')).toEqual([
    { wrong: '2 users: can be asked for again.', command: 'reconcile --source crm --apply' },
  ]);
});
