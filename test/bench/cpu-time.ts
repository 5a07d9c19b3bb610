import { readFileSync } from 'node:fs';

/**
 * CPU that the kernel has on account for a process, user and system, threads that ended included, in milliseconds: fields
 * 14 and 15 of /proc/<pid>/stat, in hundredths of a second. For runs of seconds: it is read at once, whatever the process
 * does, while `trigger/kernel-time.ts` waits for its rest and counts nanoseconds. Linux alone tells it.
 */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Throws a sentence where the kernel keeps no such account. */
export function requireCpuTime(): void {
  try {
    cpuMs(process.pid);
  } catch (cause) {
    throw new Error('This bench reads CPU time from /proc/<pid>/stat, which this system lacks: run it on Linux.', {
      cause,
    });
  }
}
