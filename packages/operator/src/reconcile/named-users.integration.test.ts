import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PoolUser } from '../stage/pool-user.ts';
import { SUB } from './missed-user.builder.ts';
import { namedUsers } from './named-users.ts';
import type { UserDirectory } from './user-directory.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-lists-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const POOL = 'eu-central-1_Abc';
const ANN = { sub: SUB, userName: 'ann' } as PoolUser;

/** A pool with one user. */
const directory: UserDirectory = {
  page: async () => ({ users: [ANN] }),
  find: async (_by, value) => (value === SUB || value === 'ann' ? ANN : undefined),
};

const FAILED = { code: 'ENQUEUE_FAILED', pool: POOL, sub: SUB, kind: 'confirmed', time: '2026-03-10T09:00:00.000Z' };

const FILES = [
  ['a JSON list', 'users', JSON.stringify([SUB])],
  ['a CSV list', 'users', `userName,name\r\nann,Ann\r\n`],
  ['lines of a log', 'fromLogs', `${JSON.stringify(FAILED)}\n`],
  ['an export of a log', 'fromLogs', JSON.stringify({ events: [{ message: JSON.stringify(FAILED) }] })],
] as const;

const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 behind a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16 behind a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
};

describe.each(Object.keys(ENCODINGS))('in %s', (encoding) => {
  it.each(FILES)('%s names its users', async (what, option, text) => {
    const file = path.join(folder, `${encoding} ${what}`);
    await writeFile(file, ENCODINGS[encoding]?.(text) ?? '');
    const named = await namedUsers(directory, { [option]: file }, { pool: POOL, signal: new AbortController().signal });
    expect(named?.users).toEqual([ANN]);
  });
});
