// `npm run bench -- <command>`: measures this system beside others, interleaved in one run; or what a day will be like.
import { Command } from 'commander';
import { launchCommand } from './launch/command.ts';
import { pipelineCommand } from './pipeline/command.ts';
import { replayCommand } from './replay/command.ts';
import { coldCommand } from './trigger/cold-command.ts';
import { warmCommand } from './trigger/warm-command.ts';
import { workerCommand } from './worker/command.ts';

const program = new Command('npm run bench --')
  .description('Measures this system beside others, interleaved in one run; launch says what a day will be like.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const commands = [coldCommand(), warmCommand(), workerCommand(), pipelineCommand(), replayCommand(), launchCommand()];
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
await program.parseAsync();
