import { Command } from 'commander';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { writeExport } from '../dead-letters/export-file.ts';
import { lookAtQueues } from '../dead-letters/look-at-queues.ts';
import type { Desk } from '../desk.ts';
import { counted } from '../terminal/counted.ts';
import { type FilterOptions, filterOf, withFilter } from './dead-letter-options.ts';
import { nothingMatches } from './nothing-matches.ts';
import { positiveInteger } from './option-values.ts';
import { anyQueueOption, type QueueChoice, queuesOf } from './queue-option.ts';

type Options = FilterOptions & { queue: QueueChoice; limit: number; to: string; json?: true };

export const dlqExportCommand = ({ stage, terminal, now, interruptible }: Desk): Command =>
  withFilter(
    new Command('export').description('writes dead letters to a file that can be replayed from; nothing is moved'),
  )
    .requiredOption('--to <file>', 'a new file: whole messages, one JSON object a line, readable by you alone')
    .addOption(anyQueueOption())
    .option('--limit <n>', 'stop at about so many in a queue', positiveInteger, 10_000)
    .option('--json', 'the count as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s postconfirm -- dlq export --queue email --older-than 12d --to email.ndjson
  npm run -s postconfirm -- dlq replay --queue email --from email.ndjson --dry-run`,
    )
    .action(async ({ queue, limit, to, json, ...options }: Options) => {
      const boxes = await openDeadLetterBoxes(stage(), queuesOf(queue));
      const filter = filterOf(options, now());
      const look = await interruptible((signal) => lookAtQueues(boxes, { most: limit, filter, signal }));
      const { letters, complete, seen } = look;
      if (letters.length === 0) {
        const says = 'No visible dead letter matches: nothing was written.';
        throw await nothingMatches(stage(), says, { queues: queuesOf(queue), seen });
      }
      await writeExport(to, letters);
      if (json) terminal.json({ exported: letters.length, file: to, complete });
      else
        terminal.print(`${counted(letters.length, 'dead letter is', 'dead letters are')} in ${to}; nothing was moved.`);
      if (!complete) terminal.note(`There may be more: look further with --limit ${limit * 10}.`);
    });
