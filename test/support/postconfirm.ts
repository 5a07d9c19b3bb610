import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stack } from '@postconfirm/local-aws';
import { afterAll, beforeAll } from 'vitest';

const COMMAND = path.resolve(import.meta.dirname, '../../packages/operator/postconfirm.mjs');

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };

/** The command under way, and its end. */
export type Running = {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Waits until it says this on its error output; what it said. Rejects when it ends before. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
};

export type Command = {
  /** A folder for files of the tests; the command runs in it. */
  folder: () => string;
  start: (...args: string[]) => Running;
  /** Runs to the end; whatever the exit code. */
  run: (...args: string[]) => Promise<Ended>;
  /** What it prints with `--json`, by line. */
  json: (...args: string[]) => Promise<{ code: number | null; lines: Line[] }>;
};

export type Line = { type?: string; [field: string]: unknown };

/** The command `postconfirm` as a process of its own, on the stack of this file. */
export function usePostconfirm(stack: () => Stack): Command {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-command-'));
    for (const accessKeyId of ['on-call', 'read-only']) {
      const endpoints = { ...stack().endpoints, credentials: { ...stack().endpoints.credentials, accessKeyId } };
      await writeFile(path.join(folder, `${accessKeyId}.json`), JSON.stringify(endpoints));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const start = (...args: string[]): Running => {
    const by = changesNothing(args) ? 'read-only' : 'on-call';
    const all = [COMMAND, '--endpoints', path.join(folder, `${by}.json`), ...args];
    return watched(spawn(process.execPath, all, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  const run = (...args: string[]) => start(...args).ended;
  return {
    folder: () => folder,
    start,
    run,
    async json(...args) {
      const { code, out, err } = await run(...args, '--json');
      if (code === 1) throw new Error(`postconfirm ${args.join(' ')} failed: ${err}`);
      return { code, lines: linesOf(out) };
    },
  };
}

const READING = ['status', 'doctor', 'dlq list', 'dlq show', 'user show', 'email preview'];

/** What docs/security.md says of the policy read-only. */
function changesNothing(args: readonly string[]): boolean {
  const line = ` ${args.join(' ')} `;
  return (
    line.includes(' --dry-run ') || (READING.some((one) => line.includes(` ${one} `)) && !line.includes(' --probe '))
  );
}

export const linesOf = (out: string): Line[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

function watched(child: ChildProcess): Running {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  const says = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(said.err);
      if (found) return found;
      const next = await Promise.race([once(child.stderr as NodeJS.EventEmitter, 'data'), ended]);
      if (!Array.isArray(next) && !pattern.test(said.err)) throw new Error(`It ended without saying it: ${said.err}`);
    }
  };
  return { process: child, ended, says };
}
