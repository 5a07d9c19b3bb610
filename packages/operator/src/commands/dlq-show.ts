import { Command } from 'commander';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { showDeadLetters } from '../dead-letters/show-dead-letters.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { type FilterOptions, filterOf, withFilter } from './dead-letter-options.ts';
import { positiveInteger } from './option-values.ts';
import { anyQueueOption, type QueueChoice, queuesOf } from './queue-option.ts';

type Options = FilterOptions & { queue: QueueChoice; limit: number; reveal?: boolean; json?: true };

export const dlqShowCommand = ({ stage, terminal, now, signal }: Desk): Command =>
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
      const shown = await showDeadLetters(stage(), boxes, { filter, signal, now, reveal });
      if (shown.length === 0) throw new OperatorError('nothing', 'No visible dead letter matches.');
      for (const one of shown.slice(0, limit)) {
        if (json) terminal.json(one);
        else terminal.print(JSON.stringify(one, null, 2));
      }
      if (shown.length > limit) terminal.note(`${shown.length - limit} more match: show them with --limit.`);
    });
