import { Command } from 'commander';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { type DeadLetterGroup, groupDeadLetters } from '../dead-letters/group-dead-letters.ts';
import { lookAtQueues } from '../dead-letters/look-at-queues.ts';
import type { Desk } from '../desk.ts';
import { nextLines } from '../stage/command-line.ts';
import { lossHints } from '../time-to-loss.ts';
import { type FilterOptions, filterOf, isFiltered, withFilter } from './dead-letter-options.ts';
import { hiddenNote, nothingMatches } from './nothing-matches.ts';
import { positiveInteger } from './option-values.ts';
import { anyQueueOption, type QueueChoice, queuesOf } from './queue-option.ts';

type Options = FilterOptions & { queue: QueueChoice; limit: number; json?: true };

export const dlqListCommand = ({ stage, terminal, now, interruptible }: Desk): Command =>
  withFilter(new Command('list').description('dead letters by reason, detail and worker; nothing is moved'))
    .addOption(anyQueueOption())
    .option('--limit <n>', 'stop at about so many in a queue', positiveInteger, 10_000)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Looking costs no message: every one is given back at once, and a dead-letter queue redrives nothing. SQS counts each look
in the message's receive count, which means nothing else there.

Examples:
  npm run -s postconfirm -- dlq list
  npm run -s postconfirm -- dlq list --queue email --reason attempts --newer-than 1d`,
    )
    .action(async ({ queue, limit, json, ...options }: Options) => {
      const boxes = await openDeadLetterBoxes(stage(), queuesOf(queue));
      const filter = filterOf(options, now());
      const look = await interruptible((signal) => lookAtQueues(boxes, { most: limit, filter, signal }));
      const { letters, complete, seen } = look;
      const groups = groupDeadLetters(letters);
      const looked = { queues: queuesOf(queue), seen };
      if (groups.length === 0 && isFiltered(options)) {
        throw await nothingMatches(stage(), 'No visible dead letter matches.', looked);
      }
      if (json) terminal.json({ groups, complete });
      else if (groups.length === 0) terminal.print('No dead letters are visible.');
      else terminal.table(groups);
      const hidden = groups.length === 0 ? await hiddenNote(stage(), looked) : undefined;
      if (hidden !== undefined) terminal.note(hidden);
      for (const hint of lossHints(groups, now())) terminal.note(hint);
      if (!complete) terminal.note(`There may be more: look further with --limit ${limit * 10}.`);
      if (!json) for (const line of nextLines(stage(), nextOf(groups))) terminal.note(line);
    });

/** One by one, then by what a replay would do. */
const nextOf = (groups: readonly DeadLetterGroup[]) =>
  [...new Set(groups.map(({ queue }) => queue))].flatMap((queue) => [
    `dlq show --queue ${queue}`,
    `dlq replay --queue ${queue} --dry-run`,
  ]);
