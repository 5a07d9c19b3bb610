import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { dlqDiscardCommand } from './dlq-discard.ts';
import { dlqExportCommand } from './dlq-export.ts';
import { dlqListCommand } from './dlq-list.ts';
import { dlqReplayCommand } from './dlq-replay.ts';
import { dlqShowCommand } from './dlq-show.ts';

export const dlqCommand = (desk: Desk): Command =>
  new Command('dlq')
    .description('dead letters')
    .addCommand(dlqListCommand(desk))
    .addCommand(dlqShowCommand(desk))
    .addCommand(dlqExportCommand(desk))
    .addCommand(dlqReplayCommand(desk))
    .addCommand(dlqDiscardCommand(desk))
    .addHelpText(
      'after',
      `
Examples:
  npm run -s postconfirm -- dlq list
  npm run -s postconfirm -- dlq replay --queue email --dry-run`,
    );
