import { Command } from 'commander';
import { auditRow } from '../audit/audit-row.ts';
import { readAudits } from '../audit/read-audits.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { minuteOf } from '../status/time-words.ts';
import { timeSpanOption } from './option-values.ts';

type Options = { since: number; json?: true };

export const auditCommand = ({ stage, terminal, now }: Desk): Command =>
  new Command('audit')
    .description('who changed what of the stage, when and why: every command that changes something is recorded')
    .addOption(timeSpanOption('--since <time span>', 'how far back: 90m, 24h, 30d', '14d'))
    .option('--json', 'one JSON object a line, in whole')
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, json }: Options) => {
      const from = now() - since;
      const recorded = await readAudits(stage(), from);
      if (recorded.length === 0) throw new OperatorError('nothing', `Nobody changed anything since ${minuteOf(from)}.`);
      if (json) for (const one of recorded) terminal.json(one);
      else terminal.table(recorded.map(auditRow));
    });

const EXAMPLES = `
What names a user is in \`user show <sub>\` too. An end of "none yet" is of a command at work, or of one that was killed.

Examples:
  npm run -s postconfirm -- audit
  npm run -s postconfirm -- audit --since 30d --json`;
