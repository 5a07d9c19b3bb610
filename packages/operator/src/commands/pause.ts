import { Command } from 'commander';
import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { commandLine } from '../stage/command-line.ts';
import { agingOf } from '../status/next-steps.ts';
import { queueStatus } from '../status/queue-status.ts';
import { findWorker, switchWorker } from '../status/switch-worker.ts';

type Options = { why?: string };

export const pauseCommand = (desk: Desk): Command =>
  new Command('pause')
    .argument('<worker>', 'fan-out, email-worker, enrichment-worker or email-events')
    .description('stop a worker from taking messages: the kill switch for a broken template')
    .option('--why <text>', 'the reason; recorded')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { why }: Options) => {
      const { stage, terminal, now, interruptible } = desk;
      const told = (state: string) => terminal.note(`${name}: ${state} …`);
      const worker = await findWorker(stage(), name);
      const changed = await audited(desk, { command: 'pause', why, filter: { worker: name } }, async () => {
        const result = await interruptible((signal) =>
          switchWorker(stage(), worker, { to: 'Disabled', wait: { signal, told } }),
        );
        return { result, counts: { changed: Number(result) } };
      });
      terminal.print(changed ? `${name} is paused: it takes no message any more.` : `${name} was paused before.`);
      terminal.print(`Meanwhile ${agingOf(worker.queue, await queueStatus(stage(), now()))}`);
      terminal.print(`Go on with: ${commandLine(stage(), `resume ${name}`)}`);
    });

const EXAMPLES = `
Messages under way are finished. Those in the queue wait: none is lost or dead-lettered by the pause, but each ages.

Examples:
  npm run -s postconfirm -- pause email-worker --why 'the template greets everybody as null'
  npm run -s postconfirm -- status`;
