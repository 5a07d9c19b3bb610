import { Command } from 'commander';
import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { findWorker, switchWorker } from '../status/switch-worker.ts';

type Options = { why?: string };

export const resumeCommand = (desk: Desk): Command =>
  new Command('resume')
    .argument('<worker>', 'the worker that was paused')
    .description('let a worker take messages again')
    .option('--why <text>', 'the reason; recorded')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { why }: Options) => {
      const { stage, terminal, interruptible } = desk;
      const told = (state: string) => terminal.note(`${name}: ${state} …`);
      const worker = await findWorker(stage(), name);
      const changed = await audited(desk, { command: 'resume', why, filter: { worker: name } }, async () => {
        const result = await interruptible((signal) =>
          switchWorker(stage(), worker, { to: 'Enabled', wait: { signal, told } }),
        );
        return { result, counts: { changed: Number(result) } };
      });
      terminal.print(changed ? `${name} takes messages again.` : `${name} was not paused.`);
    });

const EXAMPLES = `
Examples:
  npm run -s postconfirm -- resume email-worker`;
