import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Stack } from '@postconfirm/local-aws';
import { aConfirmation, bodyOf, die } from '../../support/dead-letters.ts';
import { cpuMs } from '../cpu-time.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../../packages/operator/postconfirm.mjs');

/** Milliseconds between two looks at the process. */
const LOOK_MS = 20;

/** One replay by the command, from its start to its end. */
export type Replayed = {
  /** Of the run itself, as its report says; the plan before it not counted. */
  perSecond: number;
  /** Of the whole command. */
  seconds: number;
  cpuMsPerMessage: number;
  peakMegabytes: number;
};

/** Replays so many dead letters of emails at that rate; nothing takes them from the queue meanwhile. */
export async function replayOnce(
  stack: Stack,
  { messages, rate }: { messages: number; rate: string },
): Promise<Replayed> {
  const letters = Array.from({ length: messages }, () => ({ body: bodyOf(aConfirmation(stack)), reason: 'attempts' }));
  await die(stack, 'email', letters);
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-replay-'));
  const endpoints = path.join(folder, 'endpoints.json');
  await writeFile(endpoints, JSON.stringify(stack.endpoints));
  const approval = messages > 100 ? ['--why', 'a bench', '--confirm', `replay ${messages}`] : ['--yes'];
  const args = ['--endpoints', endpoints, 'dlq', 'replay', '--queue', 'email', '--rate', rate, ...approval, '--json'];
  try {
    return await watched([COMMAND, ...args], { folder, messages });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function watched(args: string[], { folder, messages }: { folder: string; messages: number }): Promise<Replayed> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const seen = { cpuMs: 0, peakKilobytes: 0 };
  const look = setInterval(() => void glance(child.pid, seen), LOOK_MS);
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).finally(() =>
    clearInterval(look),
  );
  const report = reportIn(out, said);
  if (report.replayed !== messages) throw new Error(`${report.replayed} of ${messages} dead letters were replayed.`);
  return {
    perSecond: report.perSecond,
    seconds: (performance.now() - begun) / 1000,
    cpuMsPerMessage: seen.cpuMs / messages,
    peakMegabytes: seen.peakKilobytes / 1024,
  };
}

/** The kernel's account, as it was at the last look before the end. */
async function glance(pid: number | undefined, seen: { cpuMs: number; peakKilobytes: number }): Promise<void> {
  try {
    seen.cpuMs = Math.max(seen.cpuMs, cpuMs(pid as number));
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    seen.peakKilobytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? seen.peakKilobytes);
  } catch {
    // It ended meanwhile.
  }
}

type Report = { type?: string; replayed: number; perSecond: number };

function reportIn(out: string, said: string): Report {
  const lines = out
    .split('\n')
    .filter(Boolean)
    .map((line): Report => JSON.parse(line));
  const report = lines.find(({ type }) => type === 'report');
  if (!report) throw new Error(`The replay ended without a report: ${said}`);
  return report;
}
