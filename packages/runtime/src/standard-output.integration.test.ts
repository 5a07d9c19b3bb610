import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const MODULE = JSON.stringify(new URL('./standard-output.ts', import.meta.url).href);
const LINE = 1_000_000;

/** A process whose output is a pipe that says when it is full, as one is that somebody used as a stream. */
function writing(lines: string) {
  const program = `process.stdout; const { writeLine } = await import(${MODULE}); ${lines} process.stderr.write('went on');`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] });
}

it('writes a line to its end through a pipe that holds less, and the next behind it', async () => {
  const child = writing(`writeLine('a'.repeat(${LINE}) + '\\n'); writeLine('next\\n');`);
  const closed = once(child, 'close');
  const text = (await buffer(child.stdout)).toString();
  expect(text).toBe(`${'a'.repeat(LINE)}\nnext\n`);
  expect(await closed).toEqual([0, null]);
});

it('goes on when nobody reads any more', async () => {
  const child = writing(`writeLine('a'.repeat(${LINE})); writeLine('next');`);
  const closed = once(child, 'close');
  child.stdout.once('data', () => child.stdout.destroy());
  expect((await buffer(child.stderr)).toString()).toBe('went on');
  expect(await closed).toEqual([0, null]);
});
