import path from 'node:path';
import type { QueueName } from '@postconfirm/contract';
import { Command } from 'commander';
import { MOST_AT_ONCE, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import { discard, ensureExported, saveToDiscard } from '../dead-letters/discard.ts';
import { lookAt } from '../dead-letters/look-at.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { newRunId } from '../run-id.ts';
import { counted } from '../terminal/counted.ts';
import { type FilterOptions, filterOf, withFilter } from './dead-letter-options.ts';
import { nothingMatches } from './nothing-matches.ts';
import { oneQueueOption } from './queue-option.ts';

type Options = FilterOptions & { queue: QueueName; exported?: string; why?: string; confirm?: string; json?: true };

const FOLDER = '.postconfirm/discarded';

export const dlqDiscardCommand = ({ stage, terminal, now, interruptible }: Desk): Command =>
  withFilter(new Command('discard').description('deletes dead letters for good, after they are saved to a file'))
    .addOption(oneQueueOption().makeOptionMandatory())
    .option('--exported <file>', 'the file of `dlq export` that has them all; left out, a new one is written')
    .option('--why <text>', 'the reason; recorded')
    .option('--confirm <text>', 'what would be typed to agree, such as "discard 12"')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s postconfirm -- dlq discard --queue email --reason poison --confirm "discard 3"
  npm run -s postconfirm -- dlq replay --queue email --from ${FOLDER}/<id>.ndjson --dry-run`,
    )
    .action(async ({ queue, exported, why, confirm, json, ...options }: Options) => {
      const box = await openDeadLetterBox(stage(), queue);
      const filter = filterOf(options, now());
      const { letters, seen } = await interruptible((signal) => lookAt(box, { most: MOST_AT_ONCE, filter, signal }));
      if (letters.length === 0) {
        throw await nothingMatches(stage(), `No visible dead letter of ${queue} matches.`, { queues: [queue], seen });
      }
      const file = exported ?? path.join(FOLDER, `${newRunId(now())}.ndjson`);
      if (exported !== undefined) await ensureExported(letters, exported);
      await terminal.confirm(
        `Discard ${counted(letters.length, 'dead letter')} of ${queue}?`,
        `discard ${letters.length}`,
        confirm,
      );
      if (exported === undefined) await saveToDiscard(file, letters);
      terminal.note(
        `${counted(letters.length, 'dead letter is', 'dead letters are')} in ${file}, to be replayed from it.`,
      );
      const discarded = await discard({ stage, box, now }, { letters, filter, why });
      const counts = { seen: letters.length, discarded };
      if (json) terminal.json({ ...counts, file });
      else terminal.print(`${discarded} of ${letters.length} are discarded.`);
      if (discarded < letters.length) {
        throw new OperatorError(
          'partial',
          `${counted(letters.length - discarded, 'was', 'were')} gone, or in somebody else's hands.`,
        );
      }
    });
