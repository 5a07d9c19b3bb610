import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { nobody } from '../users/find-user.ts';
import { mask } from '../users/mask.ts';
import { showUser } from '../users/show-user.ts';
import { timelineLines } from '../users/timeline-lines.ts';
import { positiveInteger, timeSpanOption } from './option-values.ts';

type Options = { reveal?: true; logs?: true; since: number; limit: number; json?: true };

export const userShowCommand = ({ stage, terminal, now }: Desk): Command =>
  new Command('show')
    .argument('<user>', 'sub, userName or email address')
    .description('one timeline of what happened to a user, and how things stand')
    .option('--logs', 'with what every function logged about the user: each attempt, each failure of the trigger')
    .addOption(timeSpanOption('--since <time span>', 'how far back the logs are read: 90m, 24h, 14d', '14d'))
    .option('--limit <n>', 'dead letters of each queue that are looked at', positiveInteger, 1000)
    .option('--reveal', 'show addresses, names and data of external systems')
    .option('--json', 'as one JSON object, with the items of the table')
    .addHelpText('after', EXAMPLES)
    .action(async (who: string, { reveal, logs, since, limit, json }: Options) => {
      const view = await showUser(stage(), { who, most: limit, ...(logs && { logsSince: now() - since }) });
      const { key, poolUser, timeline, complete } = view;
      if (timeline.length === 0) throw new OperatorError('nothing', nobody(key.pool));
      const items = reveal ? view.items : view.items.map(mask);
      const user = { ...key, userName: reveal ? poolUser?.userName : poolUser && '…' };
      if (json) return terminal.json({ ...user, timeline, items, complete });
      terminal.print(`User ${key.sub} of pool ${key.pool}`);
      for (const line of timelineLines(timeline)) terminal.print(line);
      if (reveal) for (const item of items) terminal.json(item);
      if (!complete) terminal.note(`There may be more dead letters: look further with --limit ${limit * 10}.`);
    });

const EXAMPLES = `
Examples:
  npm run -s postconfirm -- user show 3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11
  npm run -s postconfirm -- user show person@example.com --logs
  npm run -s postconfirm -- user show person@example.com --reveal --json`;
