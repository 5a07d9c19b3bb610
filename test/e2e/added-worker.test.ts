import { readFileSync } from 'node:fs';
import path from 'node:path';
import { policiesOf } from '@postconfirm/infra';
import { afterAll, expect, it } from 'vitest';
import { withWorker } from '../support/added-worker.ts';
import { depthOf } from '../support/dead-letters.ts';
import { newPerson } from '../support/personal-data.ts';
import { deadLetters } from '../support/queues.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { AUDIT } from './audit-worker/entry.ts';

let added: Awaited<ReturnType<typeof withWorker>>;

const stack = useStack(async () => {
  added = await withWorker(AUDIT, path.join(import.meta.dirname, 'audit-worker/index.ts'));
  return { assembly: added.assembly.outdir, roles: policiesOf(added.assembly).roles };
});

afterAll(() => added?.remove());

it('an added worker acknowledges the users of its route, and dead-letters with its reason whom it refuses', async () => {
  // As the user of `npm start`: who copies the worker finds no dead letter after the first run.
  const sub = await signUpAndConfirm(stack(), newPerson(), { 'custom:plan': 'starter' });
  const refused = await signUpAndConfirm(stack(), newPerson(), { 'custom:plan': 'no such plan' });

  await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: 'postconfirm-local-audit-worker' });
  const [letter, ...others] = await deadLetters(stack(), 'audit');
  expect(others).toEqual([]);
  expect(JSON.parse(letter?.Body ?? '').subject).toBe(refused);
  const told = Object.entries(letter?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]);
  expect(Object.fromEntries(told)).toMatchObject({ reason: 'rejected', detail: 'plan', worker: 'audit-worker' });
  // The mapping deletes the message after the function's answer, and so after its dead letter.
  await expect.poll(() => depthOf(stack(), 'audit', 'url')).toEqual({ visible: 0, all: 0 });
});

it('an added worker has the alarms that every worker has', () => {
  const alarms = Object.values(added.assembly.templates.service.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => ({
      name: String(Properties?.['AlarmName']),
      text: String(Properties?.['AlarmDescription']),
    }));
  const of = (worker: string) =>
    alarms.flatMap(({ name }) =>
      name.startsWith(`postconfirm-local-${worker}-`) ? [name.split(`-${worker}-`)[1]] : [],
    );
  expect(of('audit').sort()).toEqual([...of('confirmations'), ...of('fan-out').map((what) => `worker-${what}`)].sort());
  expect(of('audit')).toContain('worker-dead-lettered');
  const own = alarms.filter(({ name }) => name.startsWith('postconfirm-local-audit-'));
  const ofDeadLetters = own.filter(({ name }) => /dlq|dead-lettered/.test(name));
  for (const { text } of ofDeadLetters) {
    expect(text).toContain(AUDIT.impact);
    expect(text).toContain('dlq list --queue audit');
  }
});

it('the recipe in infra/README.md shows the entry that is added here', () => {
  const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8');
  const [, told = ''] = /```ts\n(\s+\{\n\s+name: 'audit-worker'.*?)```/s.exec(read('../../infra/README.md')) ?? [];
  const [, own = ''] = /WorkerEntry = (.*);/s.exec(read('audit-worker/entry.ts')) ?? [];
  const bare = (text: string) => text.replaceAll(/ \/\/.*|\s/g, '').replace(/,$/, '');
  expect(bare(told)).toBe(bare(own));
});
