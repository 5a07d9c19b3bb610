import type { Outcome } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { eachMessage } from './each-message.ts';
import { aLog } from './log-lines.builder.ts';
import { aMessage } from './sqs-event.builder.ts';

const receive = { receiveCount: 1, sentAt: 0, deadline: 1000 };
const batchOf = (...subjects: string[]) => subjects.map((subject) => ({ message: aMessage(subject), receive }));
const done: Outcome = { kind: 'done' };

describe('eachMessage', () => {
  it('answers in the order of the batch, whichever is ready first', async () => {
    const gate = Promise.withResolvers<void>();
    const process = eachMessage(async ({ subject }) => {
      if (subject === 'slow') await gate.promise;
      else gate.resolve();
      return { kind: 'retry', reason: subject };
    }, aLog().log);
    expect(await process(batchOf('slow', 'fast'))).toEqual([
      { kind: 'retry', reason: 'slow' },
      { kind: 'retry', reason: 'fast' },
    ]);
  });

  it('begins the next when one has done all that it can without an answer', async () => {
    const steps: string[] = [];
    const process = eachMessage(async ({ subject }) => {
      steps.push(`${subject} begins`);
      for (let step = 0; step < 10; step += 1) await Promise.resolve();
      steps.push(`${subject} asks`);
      return done;
    }, aLog().log);
    await process(batchOf('one', 'other'));
    expect(steps).toEqual(['one begins', 'one asks', 'other begins', 'other asks']);
  });

  it('processes one delivery twice one after the other, and others beside it', async () => {
    const steps: string[] = [];
    const other = Promise.withResolvers<void>();
    const process = eachMessage(async ({ subject }) => {
      steps.push(`${subject} begins`);
      if (subject === 'other') other.resolve();
      else await other.promise;
      steps.push(`${subject} ends`);
      return done;
    }, aLog().log);
    await process(batchOf('same', 'same', 'other'));
    expect(steps).toEqual(['same begins', 'other begins', 'other ends', 'same ends', 'same begins', 'same ends']);
  });

  it('does not hold one user of one pool back for the same sub of another pool', async () => {
    const both = Promise.withResolvers<void>();
    const begun: string[] = [];
    const process = eachMessage(async ({ source }) => {
      if (begun.push(source) === 2) both.resolve();
      await both.promise;
      return done;
    }, aLog().log);
    const elsewhere = { ...aMessage(), source: 'cognito:eu-central-1:eu-central-1_other' };
    expect(
      await process([
        { message: aMessage(), receive },
        { message: elsewhere, receive },
      ]),
    ).toEqual([done, done]);
  });

  it('retries the one that throws, says so without its message, and goes on with the next of its delivery', async () => {
    const { log, lines, text } = aLog();
    let calls = 0;
    const process = eachMessage(async () => {
      calls += 1;
      if (calls === 1) throw new TypeError('no such user: ann@example.com');
      return done;
    }, log);
    expect(await process(batchOf('same', 'same'))).toEqual([{ kind: 'retry', reason: 'unexpected' }, done]);
    expect(lines()).toMatchObject([{ code: 'MESSAGE_FAILED', sub: 'same', kind: 'confirmed', errorName: 'TypeError' }]);
    expect(text()).not.toContain('ann@example.com');
  });

  it('retries one whose process throws before it returns a promise', async () => {
    const process = eachMessage(() => {
      throw new Error('at once');
    }, aLog().log);
    expect(await process(batchOf('a'))).toEqual([{ kind: 'retry', reason: 'unexpected' }]);
  });
});
