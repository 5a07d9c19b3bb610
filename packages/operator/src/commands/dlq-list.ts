import { QUEUES, type QueueName } from '@postconfirm/contract';
import { Command, Option } from 'commander';
import { openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { groupDeadLetters } from '../dead-letters/group-dead-letters.ts';
import type { Desk } from '../desk.ts';
import { positiveInteger } from './option-values.ts';

type Options = { queue: QueueName; limit: number };

export const dlqListCommand = ({ stage, terminal }: Desk): Command =>
  new Command('list')
    .description('dead letters of a queue by reason and worker; nothing is moved')
    .addOption(new Option('--queue <name>', 'whose dead letters').choices(QUEUES).makeOptionMandatory())
    .option('--limit <n>', 'stop counting at about so many', positiveInteger, 1000)
    .action(async ({ queue, limit }: Options) => {
      const { groups, complete } = await groupDeadLetters(await openDeadLetterBox(stage(), queue), limit);
      if (groups.length === 0) terminal.print(`No dead letters of ${queue} are visible.`);
      else terminal.table(groups);
      if (!complete) terminal.note(`There may be more: count further with --limit ${limit * 10}.`);
    });
