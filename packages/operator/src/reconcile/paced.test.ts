import { expect, it } from 'vitest';
import { pacedCalls } from './paced.ts';

/** A clock that moves when somebody waits. */
function aClock() {
  let time = 0;
  return {
    now: () => time,
    wait: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

const throttled = () => Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' });

it('lets ten calls begin in a second', async () => {
  const clock = aClock();
  const pace = pacedCalls(10, clock);
  const begun: number[] = [];
  for (let count = 0; count < 21; count += 1) await pace(async () => begun.push(clock.now()));
  expect(begun[10]).toBe(1000);
  expect(begun[20]).toBe(2000);
});

it('repeats what was throttled, each time later, and gives the answer that comes', async () => {
  const clock = aClock();
  const begun: number[] = [];
  const answer = await pacedCalls(
    10,
    clock,
  )(async () => {
    begun.push(clock.now());
    if (begun.length < 4) throw throttled();
    return 'users';
  });
  expect(answer).toBe('users');
  expect(begun).toEqual([0, 500, 1500, 3500]);
});

it('gives up after six tries, and at once for any other error', async () => {
  const clock = aClock();
  let tries = 0;
  const failing = (error: Error) =>
    pacedCalls(
      10,
      clock,
    )(async () => {
      tries += 1;
      throw error;
    });
  await expect(failing(throttled())).rejects.toThrow('slow down');
  expect(tries).toBe(6);
  await expect(failing(new Error('denied'))).rejects.toThrow('denied');
  expect(tries).toBe(7);
});
