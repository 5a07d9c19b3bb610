// npm run -s postconfirm -- <command>: looks after a stage with the operator's own rights.
import path from 'node:path';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import { describeFailure } from './describe-failure.ts';
import { EXIT_CODES } from './exit-code.ts';
import { interruptible } from './interruption.ts';
import { createProgram, everyCommand, stageOptions } from './program.ts';
import { refuseUnknownProfile } from './stage/known-profile.ts';
import { connect, type Stage } from './stage/stage.ts';
import { createTerminal } from './terminal/terminal.ts';

// Thousands of messages pass through: V8 would let what lives shortly grow by 120 MB before it looks (measured at 10,000).
setFlagsFromString('--semi-space-growth-factor=1');

const ENDPOINTS_FILE = path.resolve(import.meta.dirname, '../../../.local/endpoints.json');

const terminal = createTerminal({ input: process.stdin, out: process.stdout, err: process.stderr });
let stage: Stage | undefined;
const program = createProgram({
  stage: () => {
    stage ??= connect({ endpoints: ENDPOINTS_FILE, ...cliRegion(), ...stageOptions(program) });
    return stage;
  },
  terminal,
  now: Date.now,
  interruptible: interruptible(process, () => performance.now()),
});

/** The AWS CLI reads this variable, the SDK does not. */
function cliRegion(): { region?: string } {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return region === undefined ? {} : { region };
}

program.hook('preAction', async () => {
  const { stage: name, profile } = stageOptions(program);
  if (name !== 'local' && profile !== undefined) await refuseUnknownProfile(profile);
});
for (const command of everyCommand(program)) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.done.code : EXIT_CODES.usage.code;
  } else {
    const { exit, says } = describeFailure(error);
    terminal.note(says);
    if (program.opts()['debug']) terminal.note(inspect(error));
    process.exitCode = EXIT_CODES[exit].code;
  }
}
