// `npm run bench -- <command>`: measures this system beside others, interleaved in one run.
import { Command } from 'commander';
import { coldCommand } from './trigger/cold-command.ts';
import { warmCommand } from './trigger/warm-command.ts';

const program = new Command('npm run bench --').description(
  'Measures this system beside others, interleaved in one run.',
);
program.addCommand(coldCommand()).addCommand(warmCommand());
await program.parseAsync();
