import type { LogCode } from '@postconfirm/runtime';
import { describe, expect, it } from 'vitest';
import { createFanOut } from './fan-out.ts';
import { aConfirmation, aPasswordReset, batchOf, TARGETS } from './message.builder.ts';
import type { SendBatch } from './send-batch.ts';

type Target = 'email' | 'enrichment';

const done = { kind: 'done' };

/** A fan-out whose targets refuse the subjects they are told to, and remember the others. */
function aFanOut(refused: Partial<Record<Target, string[]>> = {}) {
  const taken: Record<Target, string[]> = { email: [], enrichment: [] };
  const codes: LogCode[] = [];
  const send: SendBatch = async (target, copies) =>
    copies.map(({ body }) => {
      const { subject } = JSON.parse(body);
      if (refused[target as Target]?.includes(subject)) return false;
      taken[target as Target].push(subject);
      return true;
    });
  return { process: createFanOut(TARGETS, send, (code) => codes.push(code)), taken, codes };
}

describe('fan-out', () => {
  it('sends each message to every queue of its route', async () => {
    const { process, taken, codes } = aFanOut();
    const batch = batchOf(aConfirmation('a'), aConfirmation('t', 'console-test'), aConfirmation('b', 'admin'));
    expect(await process(batch)).toEqual([done, done, done]);
    expect(taken).toEqual({ email: ['a', 't', 'b'], enrichment: ['a', 'b'] });
    expect(codes).toEqual(['ROUTED', 'ROUTED', 'ROUTED']);
  });

  it('acknowledges a password reset, sends it nowhere, and counts it', async () => {
    const { process, taken, codes } = aFanOut();
    expect(await process(batchOf(aPasswordReset('a')))).toEqual([done]);
    expect(taken).toEqual({ email: [], enrichment: [] });
    expect(codes).toEqual(['ROUTED_NOWHERE']);
  });

  it('retries only what one queue refused, and loses none of the others', async () => {
    const { process, taken, codes } = aFanOut({ email: ['b'] });
    const batch = batchOf(aConfirmation('a'), aConfirmation('b'), aPasswordReset('r'), aConfirmation('c'));
    expect(await process(batch)).toEqual([done, { kind: 'retry', reason: 'refused-by-email' }, done, done]);
    expect(taken).toEqual({ email: ['a', 'c'], enrichment: ['a', 'b', 'c'] });
    expect(codes).toEqual(['ROUTED', 'ROUTED_NOWHERE', 'ROUTED']);
  });

  it('retries a message that the second queue alone refused', async () => {
    const { process } = aFanOut({ enrichment: ['a', 't'] });
    const batch = batchOf(aConfirmation('a'), aConfirmation('t', 'console-test'));
    expect(await process(batch)).toEqual([{ kind: 'retry', reason: 'refused-by-enrichment' }, done]);
  });

  it('retries a message that both queues refused, once', async () => {
    const { process } = aFanOut({ email: ['a'], enrichment: ['a'] });
    expect(await process(batchOf(aConfirmation('a')))).toEqual([
      { kind: 'retry', reason: expect.stringMatching(/^refused-by-(email|enrichment)$/) },
    ]);
  });

  it('sends the same delivery twice when it came twice, and answers both', async () => {
    const { process, taken } = aFanOut();
    expect(await process(batchOf(aConfirmation('a'), aConfirmation('a')))).toEqual([done, done]);
    expect(taken.email).toEqual(['a', 'a']);
  });

  it('takes a missing answer of a queue for a refusal', async () => {
    const process = createFanOut(
      TARGETS,
      async () => [],
      () => undefined,
    );
    expect(await process(batchOf(aConfirmation('t', 'console-test')))).toEqual([
      { kind: 'retry', reason: 'refused-by-email' },
    ]);
  });

  it('passes on what a later version of the contract put into a body', async () => {
    const sent: string[] = [];
    const send: SendBatch = async (_target, copies) => copies.map(({ body }) => sent.push(body) > 0);
    const [received] = batchOf(aConfirmation('t', 'console-test'));
    const body = `{"later":true}`;
    await createFanOut(TARGETS, send, () => undefined)(received ? [{ ...received, body }] : []);
    expect(sent).toEqual([body]);
  });

  it('does nothing for an empty batch', async () => {
    expect(await aFanOut().process([])).toEqual([]);
  });
});
