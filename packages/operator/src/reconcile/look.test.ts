import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { checkpointFile } from './checkpoint-file.ts';
import { type LookPorts, lookThrough, seenBy } from './look.ts';
import { aPoolUser, aQuestion, NOW } from './missed-user.builder.ts';
import { type Page, PageForgotten } from './user-directory.ts';

const SIZE = 10;
const ALL = Array.from({ length: 95 }, (_, index) => aPoolUser({ sub: `sub-${index}` }));

let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-look-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  file = path.join(folder, 'reconcile', 'prod-pool.jsonl');
});

/** A pool of 95 users in pages of ten, none of whom the table knows; `stopAfter` pages the look is interrupted. */
function world({ stopAfter = Number.POSITIVE_INFINITY, forgets = false, now = NOW } = {}) {
  const asked: (string | undefined)[] = [];
  const page = async (after?: string): Promise<Page> => {
    asked.push(after);
    if (forgets && after !== undefined && asked.length === 1) throw new PageForgotten();
    const start = Number(after ?? 0);
    const next = start + SIZE;
    return { users: ALL.slice(start, next), ...(next < ALL.length && { next: String(next) }) };
  };
  const ports: LookPorts = {
    page,
    states: async (subs) => subs.map(() => ({ delivery: undefined, record: undefined })),
    checkpoint: checkpointFile({ file, now }),
    mayGoOn: () => asked.length < stopAfter,
    seen: () => undefined,
  };
  return { ports, asked };
}

const EVERYBODY = ALL.map(({ sub }) => sub);

it('sees every user of the pool once, and leaves no file behind', async () => {
  const { tally, missed, complete } = await lookThrough(world().ports, aQuestion());
  expect([seenBy(tally), tally.missed, complete]).toEqual([95, 95, true]);
  expect(missed.map(({ sub }) => sub)).toEqual(EVERYBODY);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

it('goes on where it was interrupted, and finds the same', async () => {
  const first = await lookThrough(world({ stopAfter: 4 }).ports, aQuestion());
  expect([first.complete, first.missed.length]).toEqual([false, 40]);

  const { ports, asked } = world();
  const look = await lookThrough(ports, aQuestion());
  expect(asked).toEqual(['40', '50', '60', '70', '80', '90']);
  expect(look.missed.map(({ sub }) => sub)).toEqual(EVERYBODY);
  expect(seenBy(look.tally)).toBe(95);
});

it('begins anew without counting anybody twice when Cognito has forgotten the place', async () => {
  await lookThrough(world({ stopAfter: 4 }).ports, aQuestion());
  const { ports, asked } = world({ forgets: true });
  const look = await lookThrough(ports, aQuestion());
  expect(asked.slice(0, 3)).toEqual(['40', undefined, '10']);
  expect(look.missed.map(({ sub }) => sub)).toEqual(EVERYBODY);
  expect(seenBy(look.tally)).toBe(95);
});

it.each([
  ['another question', { question: aQuestion({ source: 'crm' }), now: NOW }],
  ['another go-live', { question: aQuestion({ goLive: 1 }), now: NOW }],
  ['more than a day later', { question: aQuestion(), now: NOW + 25 * 3_600_000 }],
])('does not go on with pages of %s', async (_, { question, now }) => {
  await lookThrough(world({ stopAfter: 4 }).ports, aQuestion());
  const { ports, asked } = world({ now });
  await lookThrough(ports, question);
  expect(asked).toHaveLength(10);
});

it('drops a line that a kill cut off, and what was behind it', async () => {
  await lookThrough(world({ stopAfter: 4 }).ports, aQuestion());
  const lines = await readFile(file, 'utf8');
  await writeFile(file, lines.slice(0, -30));
  const again = world({ stopAfter: 2 });
  await lookThrough(again.ports, aQuestion());
  expect(again.asked).toEqual(['30', '40']);

  const { ports, asked } = world();
  const look = await lookThrough(ports, aQuestion());
  expect(asked[0]).toBe('50');
  expect(look.missed.map(({ sub }) => sub)).toEqual(EVERYBODY);
});

it('keeps no address in the file', async () => {
  await lookThrough(world({ stopAfter: 4 }).ports, aQuestion());
  expect(await readFile(file, 'utf8')).not.toContain('ann@example.com');
});

it('passes on what Cognito says of a first page', async () => {
  const { ports } = world();
  const failing = { ...ports, page: () => Promise.reject(new PageForgotten()) };
  await expect(lookThrough(failing, aQuestion())).rejects.toThrow(PageForgotten);
});
