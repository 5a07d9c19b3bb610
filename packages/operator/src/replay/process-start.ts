import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * When a process of this machine started, in the system's own words; undefined where there is none. A system gives the id
 * of a dead process to another: the two together are of one process alone.
 */
export const startOf = (pid: number): Promise<string | undefined> =>
  process.platform === 'linux' ? startInProc(pid) : startByPs(pid);

/** Behind the name, which may hold anything: the state first, and the start, in ticks since the boot, as the 20th. */
async function startInProc(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // One that has ended, and that its parent has not asked for yet, writes no more.
  return fields[0] === 'Z' ? undefined : fields[19];
}

async function startByPs(pid: number): Promise<string | undefined> {
  const asked = promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
  });
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}
