import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { interruptible } from './interruption.ts';

function aProcess() {
  const exits: number[] = [];
  const at = { now: 0 };
  const of = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const run = interruptible(of, () => at.now);
  return { exits, at, run, interrupt: (name = 'SIGINT') => of.emit(name), listens: () => of.eventNames().length > 0 };
}

it('takes a Ctrl-C that comes twice for one: the safe point is still reached', async () => {
  const { exits, at, run, interrupt } = aProcess();
  await run(async (signal) => {
    interrupt();
    at.now = 999;
    interrupt();
    expect(signal.aborted).toBe(true);
  });
  interrupt();
  expect(exits).toEqual([]);
});

it('ends at once when it is interrupted again later', async () => {
  const { exits, at, run, interrupt } = aProcess();
  await run(async () => {
    interrupt();
    at.now = 1_000;
    interrupt();
    expect(exits).toEqual([130]);
  });
});

it.each(['SIGTERM', 'SIGHUP'])('reaches the safe point when %s comes in place of a Ctrl-C', async (name) => {
  const { exits, run, interrupt } = aProcess();
  await run(async (signal) => {
    interrupt(name);
    expect([signal.aborted, exits]).toEqual([true, []]);
  });
});

it('leaves a signal to the system, which ends the process, while nothing runs that heeds one', async () => {
  const { run, listens } = aProcess();
  expect(listens()).toBe(false);
  await run(async () => expect(listens()).toBe(true));
  await run(() => Promise.reject(new Error('it failed'))).catch(() => undefined);
  expect(listens()).toBe(false);
});

it('begins nothing anew that is interrupted already', async () => {
  const { run, interrupt } = aProcess();
  await run(async () => interrupt());
  expect(await run(async (signal) => signal.aborted)).toBe(true);
});
