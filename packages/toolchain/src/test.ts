// npm test [-- --project NAME …] [file filters]: builds the bundles, runs every test, and ends with one line
// `N passed, N failed`. A skipped test counts as failed: it promises something and shows nothing.
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { runCommand } from './run-command.ts';
import { TallyReporter } from './tally-reporter.ts';

/** Minutes of work that only `npm run test:long` does. */
const LONG_PROJECTS = ['long'];
const LONG_PROGRAMS: Record<string, readonly string[]> = {
  'npm run faults -- --users 100000': ['test/simulation/main.ts', '--users', '100000'],
  'npm run mutation': ['packages/toolchain/src/mutation.ts'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false }, project: { type: 'string', multiple: true, default: [] } },
});

const tally = new TallyReporter();
const complete = values.project.length === 0 && positionals.length === 0;
if (complete) tally.count('npm run check', await runCommand(process.execPath, ['packages/toolchain/src/check.ts']));
tally.count('npm run build', await runCommand(process.execPath, ['infra/src/build.ts']));

const project = complete && !values.long ? LONG_PROJECTS.map((name) => `!${name}`) : values.project;
const vitest = await startVitest('test', positionals, { watch: false, project, reporters: ['default', tally] });
await vitest.close();

if (complete && values.long) {
  for (const [name, program] of Object.entries(LONG_PROGRAMS)) {
    tally.count(name, await runCommand(process.execPath, program));
  }
}
console.log(tally.line());
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
