// Writes docs/cli.md; with --check it compares instead and exits 1 on drift.
import path from 'node:path';
import { generated } from '@postconfirm/toolchain';
import { cliPage } from './cli-page.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal/terminal.ts';

const program = createProgram({
  stage: () => {
    throw new Error('No command runs while its page is written.');
  },
  terminal: createTerminal({ input: process.stdin, out: process.stdout, err: process.stderr }),
  now: Date.now,
  interruptible: (work) => work(new AbortController().signal),
});

generated([{ file: path.resolve(import.meta.dirname, '../../../docs/cli.md'), content: cliPage(program) }]);
