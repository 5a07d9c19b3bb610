import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { listen } from '../emulators/listener.ts';

let folder: string;
afterEach(() => rm(folder, { recursive: true }));

test('a process whose Runtime API is gone ends without a word', async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-orphan-'));
  await writeFile(path.join(folder, 'index.mjs'), 'export const handler = async () => 1;');
  const server: Server = createServer();
  const asked = once(server, 'request');
  const { port, close } = await listen(server, 'a Runtime API');
  const env = { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`, LAMBDA_TASK_ROOT: folder, _HANDLER: 'index.handler' };
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'runtime-client.mjs')], { env });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const ended = once(child, 'close');
  await asked;
  await close();
  expect(await ended).toEqual([0, null]);
  expect(said).toEqual([]);
});
