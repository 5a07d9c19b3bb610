import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks at whether a process has come to rest. */
const LOOK_MS = 5;
/** So many looks in a row without change are rest. */
const LOOKS = 3;

/**
 * CPU that the kernel has on account for all threads of a process, user and system together, in milliseconds: the first
 * number, in nanoseconds, of each /proc/<pid>/task/<tid>/schedstat. It counts from the process's first instruction, so
 * it has Node's own start, and the process does nothing for it. Threads that ended are missing; Node ends none before exit.
 */
export function kernelMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => Number(schedstat(pid, thread).split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

const schedstat = (pid: number, thread: string) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');

/** The same once the process rests: the kernel books a thread's time when it stops running. */
export async function restedMs(pid: number): Promise<number> {
  let last = kernelMs(pid);
  for (let looks = 0; looks < LOOKS; ) {
    await wait(LOOK_MS);
    const now = kernelMs(pid);
    looks = now === last ? looks + 1 : 0;
    last = now;
  }
  return last;
}

/** Throws a sentence where the kernel keeps no such account. */
export function requireKernelTime(): void {
  try {
    if (kernelMs(process.pid) > 0) return;
  } catch {}
  throw new Error(
    'This bench reads CPU time from /proc/<pid>/task/*/schedstat, which this system lacks: run it on Linux.',
  );
}
