import { readFileSync } from 'node:fs';

/**
 * CPU that the kernel has on account for a process, user and system together, in milliseconds. Linux alone tells it:
 * fields 14 and 15 of /proc/<pid>/stat, in hundredths of a second. 0 for a process that is gone.
 */
export function cpuMsOf(pid: number): number {
  const stat = statOf(pid);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
