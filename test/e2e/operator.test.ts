import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPerson } from '../support/personal-data.ts';
import { sendBodies } from '../support/queues.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';

const stack = useStack();
const run = promisify(execFile);
const COMMAND = path.resolve(import.meta.dirname, '../../packages/operator/src/main.ts');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-operator-'));
  await writeFile(path.join(folder, 'endpoints.json'), JSON.stringify(stack().endpoints));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command as an operator calls it; what it prints. */
const postconfirm = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, [COMMAND, '--endpoints', path.join(folder, 'endpoints.json'), ...args])).stdout;

it('shows what is known of a user with personal data masked unless it is asked for', async () => {
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_SENT', { sub });
  await logged(stack(), 'WRITTEN_BACK', { sub });

  const masked = await postconfirm('user', 'show', sub);
  expect(JSON.parse(masked)).toMatchObject([
    { sk: 'EMAIL#confirmed', state: 'SENT' },
    { sk: 'RECORD', cause: 'sign-up' },
  ]);
  expect(masked).not.toContain(person.email);
  expect(await postconfirm('user', 'show', sub, '--reveal')).toContain(person.email);
});

it('says that nothing is known of an unknown user', async () => {
  await expect(postconfirm('user', 'show', 'nobody')).rejects.toMatchObject({
    stderr: expect.stringContaining('Nothing is known of nobody'),
  });
});

it('counts dead letters by reason and leaves them where they are', async () => {
  await sendBodies(stack(), 'enrichment', ['not json', '{"specversion":"1.0"}']);
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'not-json' });
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'schema:id' });

  for (const _look of ['first', 'second']) {
    expect(await postconfirm('dlq', 'list', '--queue', 'enrichment')).toMatch(/poison +not-json +enrichment-worker +1/);
  }
  const status = JSON.parse(await postconfirm('status', '--json'));
  expect(status).toContainEqual({ queue: 'enrichment', waiting: 0, inFlight: 0, delayed: 0, deadLetters: 2 });
});
