import type { NextStep } from '../status/next-steps.ts';
import { counted } from '../terminal/counted.ts';
import type { ReportRow } from './report.ts';

/** What to run after a report, by what its rows say. `asked`: the options of the look, which the repair says again. */
export function nextCommands(rows: readonly ReportRow[], asked = ''): NextStep[] {
  const count = (isMeant: (row: ReportRow) => boolean) => rows.filter(isMeant).length;
  const apply = `reconcile${asked} --apply`;
  const besides = (beside: string) => count((row) => row.beside === beside);
  return [
    { users: count(({ repair }) => repair !== ''), wrong: 'can be asked for again.', command: apply },
    { users: besides('--email'), wrong: 'would be mailed only on your word.', command: `${apply} --email` },
    {
      users: besides('--even-if-stale'),
      wrong: 'confirmed too long ago to be mailed without your word.',
      command: `${apply} --even-if-stale`,
    },
    { users: besides('dlq replay'), wrong: 'wait as dead letters.', command: 'dlq list' },
    { users: besides('email resolve'), wrong: 'wait for a person to decide.', command: 'email resolve' },
  ]
    .filter(({ users }) => users > 0)
    .map(({ users, wrong, command }) => ({ wrong: `${counted(users, 'user')}: ${wrong}`, command }));
}
