import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { interruption } from './interruption.ts';

function aProcess() {
  const exits: number[] = [];
  const at = { now: 0 };
  const of = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  return { exits, at, signal: interruption(of, () => at.now), interrupt: (name = 'SIGINT') => of.emit(name) };
}

it('takes a Ctrl-C that comes twice for one: the safe point is still reached', () => {
  const { exits, at, signal, interrupt } = aProcess();
  interrupt();
  at.now = 999;
  interrupt();
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
});

it('ends at once when it is interrupted again later', () => {
  const { exits, at, interrupt } = aProcess();
  interrupt();
  at.now = 1_000;
  interrupt();
  expect(exits).toEqual([130]);
});

it.each(['SIGTERM', 'SIGHUP'])('reaches the safe point when %s comes in place of a Ctrl-C', (name) => {
  const { exits, signal, interrupt } = aProcess();
  interrupt(name);
  expect([signal.aborted, exits]).toEqual([true, []]);
});
