// npm run generate: writes every file that is made from another; with --check it only compares.
import { runCommand } from './run-command.ts';

const GENERATORS = [
  'packages/contract/src/generate.ts',
  'packages/welcome/src/generate-templates.ts',
  'packages/operator/src/generate.ts',
];

const codes = await Promise.all(
  GENERATORS.map((program) => runCommand(process.execPath, [program, ...process.argv.slice(2)])),
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
