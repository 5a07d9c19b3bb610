import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs a program of the workspace to its end, its output passed through; the exit code as a shell gives it. */
export const runCommand = (command: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
