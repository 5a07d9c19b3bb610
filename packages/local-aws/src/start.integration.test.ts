import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listen } from './emulators/listener.ts';

const PROGRAM = path.join(import.meta.dirname, 'start.ts');

async function start(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err, code };
}

test('runs the demo once and prints one JSON object, and nothing else on stdout', async () => {
  const { out, err, code } = await start('--once', '--json');
  expect([code, err]).toEqual([0, expect.stringContaining('Ready in ')]);
  const summary = JSON.parse(out);
  expect(Object.keys(summary)).toEqual(['endpoints', 'user', 'email', 'record', 'timings']);
  expect(summary).toMatchObject({
    email: { to: [summary.user.email], tags: { sub: summary.user.sub } },
    record: { sub: summary.user.sub, 'source:crm': { status: 'ok' }, 'source:loyalty': { status: 'ok' } },
    timings: { triggerMs: expect.any(Number), emailMs: expect.any(Number), recordMs: expect.any(Number) },
  });
}, 40_000);

test('ends with 1 and names the step that failed', async () => {
  const other = await listen(createServer(), 'another program');
  const { err, code } = await start('--once', '--port', String(other.port));
  await other.close();
  expect(code).toBe(1);
  expect(err).toContain(
    `✗ Starting the functions\n  Port ${other.port} on 127.0.0.1, wanted for the inbox page, is taken`,
  );
}, 40_000);

test.each([
  [['--help'], 0],
  [['--port', 'x'], 2],
  [['--other'], 2],
])('tells how it is used: %j', async (args, expected) => {
  const { out, err, code } = await start(...args);
  expect([code, out + err]).toEqual([expected, expect.stringContaining('npm start [-- options]')]);
});
