// `npm run bench -- <command>`: measures this system beside others, interleaved in one run.
import { Command } from 'commander';
import { pipelineCommand } from './pipeline/command.ts';
import { replayCommand } from './replay/command.ts';
import { coldCommand } from './trigger/cold-command.ts';
import { warmCommand } from './trigger/warm-command.ts';
import { workerCommand } from './worker/command.ts';

const program = new Command('npm run bench --').description(
  'Measures this system beside others, interleaved in one run.',
);
program.addCommand(coldCommand()).addCommand(warmCommand());
program.addCommand(workerCommand()).addCommand(pipelineCommand()).addCommand(replayCommand());
await program.parseAsync();
