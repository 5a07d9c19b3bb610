import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks at whether a process has come to rest. */
const LOOK_MS = 5;
/** So many looks in a row without change are rest. */
const LOOKS = 3;

/**
 * POSIX's clock_getcpuclockid: the kernel's clock of the CPU time that all threads of a process have used, those that
 * ended included. Node has no call for it, Python has. The number is how Linux names that clock of a process.
 */
const CLOCK = `
import sys, time
for line in sys.stdin:
    print(time.clock_gettime_ns((~int(line) << 3) | 2), flush=True)
`;

const MISSING = 'This bench reads the CPU clocks of processes, for which it needs Linux and python3 on the PATH.';

export type CpuClock = {
  /** CPU milliseconds of a process, user and system, from its first instruction until it came to rest. */
  restedMs: (pid: number) => Promise<number>;
  close: () => void;
};

/** Reads the clocks from outside: the processes themselves do nothing for it. */
export async function startCpuClock(): Promise<CpuClock> {
  const reader = spawn('python3', ['-c', CLOCK], { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(reader, 'spawn').catch((cause) => {
    throw new Error(MISSING, { cause });
  });
  const answers = createInterface({ input: reader.stdout })[Symbol.asyncIterator]();
  const msOf = async (pid: number) => {
    reader.stdin.write(`${pid}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(MISSING);
    return Number(value) / 1e6;
  };
  return { restedMs: (pid) => rested(() => msOf(pid)), close: () => reader.kill() };
}

async function rested(read: () => Promise<number>): Promise<number> {
  let last = await read();
  for (let looks = 0; looks < LOOKS; ) {
    await wait(LOOK_MS);
    const now = await read();
    looks = now === last ? looks + 1 : 0;
    last = now;
  }
  return last;
}
