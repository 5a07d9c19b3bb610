import { Command } from 'commander';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { showDeadLetters } from '../dead-letters/show-dead-letters.ts';
import type { Desk } from '../desk.ts';
import { nextLines } from '../stage/command-line.ts';
import { type FilterOptions, filterOf, withFilter } from './dead-letter-options.ts';
import { nothingMatches } from './nothing-matches.ts';
import { positiveInteger } from './option-values.ts';
import { anyQueueOption, type QueueChoice, queuesOf } from './queue-option.ts';

type Options = FilterOptions & { queue: QueueChoice; limit: number; reveal?: boolean; json?: true };

export const dlqShowCommand = ({ stage, terminal, now, interruptible }: Desk): Command =>
  withFilter(
    new Command('show').description('dead letters one by one, with what the ledger says and a replay would do'),
  )
    .argument('[messageId...]', 'message ids, as `dlq show` and a plan name them')
    .addOption(anyQueueOption())
    .option('--limit <n>', 'show at most so many', positiveInteger, 20)
    .option('--reveal', 'show the whole body: personal data')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Looking costs no message, as \`dlq list --help\` says.

Examples:
  npm run -s postconfirm -- dlq show --queue email --reason uncertain
  npm run -s postconfirm -- dlq show 5fea7756-0ea4-451a-a703-a558b933e274 --reveal`,
    )
    .action(async (ids: string[], { queue, limit, reveal = false, json, ...options }: Options) => {
      const filter = filterOf({ ...options, ...(ids.length > 0 && { id: [...ids, ...(options.id ?? [])] }) }, now());
      const boxes = await openDeadLetterBoxes(stage(), queuesOf(queue));
      const { shown, seen } = await interruptible((signal) =>
        showDeadLetters(stage(), boxes, { filter, signal, now, reveal }),
      );
      if (shown.length === 0) {
        throw await nothingMatches(stage(), 'No visible dead letter matches.', { queues: queuesOf(queue), seen });
      }
      for (const one of shown.slice(0, limit)) {
        if (json) terminal.json(one);
        else terminal.print(JSON.stringify(one, null, 2));
      }
      if (shown.length > limit) terminal.note(`${shown.length - limit} more match: show them with --limit.`);
      if (json) return;
      if (!reveal) terminal.note('Personal data, and bodies that cannot be read, are hidden: see all with --reveal.');
      const queues = [...new Set(shown.map((one) => one.queue))];
      const next = queues.map((one) => `dlq replay --queue ${one} --dry-run`);
      for (const line of nextLines(stage(), next)) terminal.note(line);
    });
