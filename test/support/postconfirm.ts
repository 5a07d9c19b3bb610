import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stack } from '@postconfirm/local-aws';
import { afterAll, beforeAll } from 'vitest';

const COMMAND = path.resolve(import.meta.dirname, '../../packages/operator/src/main.ts');

export type Ended = { code: number; stdout: string; stderr: string };

/** The operator's command as a process, pointed at the stack of this file's tests; its files go to a folder of its own. */
export function usePostconfirm(stack: () => Stack): (...args: string[]) => Promise<Ended> {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-operator-'));
    await writeFile(path.join(folder, 'endpoints.json'), JSON.stringify(stack().endpoints));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (...args) => ended([COMMAND, '--endpoints', path.join(folder, 'endpoints.json'), ...args], folder);
}

const ended = (args: string[], cwd: string) =>
  new Promise<Ended>((resolve) => {
    const child = execFile(process.execPath, args, { cwd, maxBuffer: 100_000_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });
