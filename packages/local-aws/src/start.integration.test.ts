import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Codes } from './cognito/codes.ts';
import { listen } from './emulators/listener.ts';
import { startInboxPage } from './inbox-page.ts';
import { Inbox } from './ses/inbox.ts';

const PROGRAM = path.join(import.meta.dirname, 'start.ts');

let folder: string;
let temporary: string;

// A folder of its own: `npm start` may run beside the tests.
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-start-'));
  temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const endpointsFile = () => path.join(folder, 'endpoints.json');

function launch(...args: string[]) {
  return spawn(process.execPath, [PROGRAM, '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
}

async function start(...args: string[]) {
  const child = launch(...args);
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
  expect([existsSync(endpointsFile()), await readdir(temporary)]).toEqual([false, []]);
}, 40_000);

test('cleans up when interrupted, though several signals come at once', async () => {
  const child = launch();
  const closed = once(child, 'close');
  let err = '';
  for await (const chunk of child.stderr) {
    if (err === '') for (const signal of ['SIGHUP', 'SIGTERM', 'SIGINT'] as const) child.kill(signal);
    err += chunk;
  }
  expect(await closed).toEqual([130, null]);
  expect(err.match(/Ending …/g)).toHaveLength(1);
  expect(await readdir(temporary)).toEqual([]);
}, 40_000);

test('cleans up when who reads its messages has left', async () => {
  const child = launch('--once');
  const closed = once(child, 'close');
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await closed).toEqual([0, null]);
  expect([existsSync(endpointsFile()), await readdir(temporary)]).toEqual([false, []]);
}, 40_000);

test('refuses to start beside a stack that answers, and leaves its endpoints alone', async () => {
  const page = await startInboxPage({ inbox: new Inbox(), codes: new Codes() });
  const content = JSON.stringify({ inbox: page.url });
  await writeFile(endpointsFile(), content);
  const { err, code } = await start('--once');
  await page.close();
  expect(code).toBe(1);
  expect(err).toContain(`A stack runs already, inbox at ${page.url}: stop it first, or use it.`);
  expect(await readFile(endpointsFile(), 'utf8')).toBe(content);
});

test('ends with 1 and names the step that failed', async () => {
  const other = await listen(createServer(), 'another program');
  const { err, code } = await start('--once', '--port', String(other.port));
  await other.close();
  expect(code).toBe(1);
  expect(err).toContain(
    `✗ Starting the emulators\n  Port ${other.port} on 127.0.0.1, wanted for the inbox page, is taken`,
  );
});

test.each([
  [['--help'], 0],
  [['--port', 'x'], 2],
  [['--other'], 2],
])('tells how it is used: %j', async (args, expected) => {
  const { out, err, code } = await start(...args);
  expect([code, out + err]).toEqual([expected, expect.stringContaining('npm start [-- options]')]);
});
