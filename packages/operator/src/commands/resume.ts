import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { switchWorker } from '../status/switch-worker.ts';

type Options = { why?: string };

export const resumeCommand = ({ stage, terminal, signal }: Desk): Command =>
  new Command('resume')
    .argument('<worker>', 'the worker that was paused')
    .description('let a worker take messages again')
    .option('--why <text>', 'the reason, for the audit record')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _options: Options) => {
      const wait = { signal, told: (state: string) => terminal.note(`${name}: ${state} …`) };
      const { changed } = await switchWorker(stage(), { worker: name, to: 'Enabled', wait });
      terminal.print(changed ? `${name} takes messages again.` : `${name} was not paused.`);
    });

const EXAMPLES = `
Examples:
  npm run -s postconfirm -- resume email-worker`;
