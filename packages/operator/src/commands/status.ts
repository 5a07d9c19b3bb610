import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { queueStatus } from '../status/queue-status.ts';

type Options = { json?: true };

export const statusCommand = ({ stage, terminal }: Desk): Command =>
  new Command('status')
    .description('messages waiting, in flight and dead-lettered, by queue')
    .option('--json', 'as JSON')
    .action(async ({ json }: Options) => {
      const status = await queueStatus(stage());
      if (json) return terminal.json(status);
      terminal.table(status);
    });
