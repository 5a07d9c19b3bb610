import { encodeMessage, type Message, NEWER_SCHEMA_RECEIVES, type Outcome } from '@postconfirm/contract';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { USER_MESSAGES } from './body-kind.ts';
import { aLog } from './log-lines.builder.ts';
import type { DeadLetterAttributes, SourceQueue } from './source-queue.ts';
import { aMessage, aRecord, SENT_AT, SUB } from './sqs-event.builder.ts';
import { type ProcessBatch, type SqsWorker, sqsWorker } from './sqs-worker.ts';

const DAY = 86_400;
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const done: ProcessBatch<Message> = async (batch) => batch.map(() => ({ kind: 'done' }));
const always =
  (outcome: Outcome): ProcessBatch<Message> =>
  async (batch) =>
    batch.map(() => outcome);

/** A queue that remembers what it was asked, and refuses what it is told to. */
function aQueue(refuse: Partial<Record<keyof SourceQueue, boolean>> = {}) {
  const delays: [receipt: string, seconds: number][] = [];
  const deadLetters: [body: string, attributes: DeadLetterAttributes][] = [];
  const queue: SourceQueue = {
    async delay(receipt, seconds) {
      if (refuse.delay) throw new Error('AccessDenied for ann@example.com');
      delays.push([receipt, seconds]);
    },
    async deadLetter({ body }, attributes) {
      if (refuse.deadLetter) throw new Error('AccessDenied for ann@example.com');
      deadLetters.push([body, attributes]);
    },
  };
  return { queue, delays, deadLetters };
}

function aWorker(over: Partial<SqsWorker<Message>> & { refuse?: Parameters<typeof aQueue>[0] } = {}) {
  const { refuse, ...parts } = over;
  const kept = aQueue(refuse);
  const logged = aLog();
  const run = sqsWorker({
    worker: 'email-worker',
    queue: kept.queue,
    bodies: USER_MESSAGES,
    process: done,
    backoff: { baseSeconds: 60, capSeconds: 14_400 },
    retention: { retentionSeconds: 14 * DAY, agedMarginSeconds: DAY },
    log: logged.log,
    now: () => SENT_AT + 1000,
    random: () => 0,
    ...parts,
  });
  const runAll = async (...Records: SQSRecord[]) =>
    (await run({ Records }, SENT_AT + 30_000)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { runAll, ...kept, ...logged };
}

const newer = JSON.stringify({ ...aMessage(), type: 'postconfirm.user.confirmed.v2' });

describe('a batch', () => {
  it('gives the effect every message at once, with what SQS says of its receive', async () => {
    const batches: Parameters<ProcessBatch<Message>>[0][] = [];
    const { runAll } = aWorker({
      process: (batch) => {
        batches.push(batch);
        return done(batch);
      },
    });
    await runAll(aRecord({ receiveCount: 7, traceHeader: TRACE }), aRecord());
    expect(batches).toEqual([
      [
        {
          message: aMessage(),
          body: aRecord().body,
          traceHeader: TRACE,
          receive: { receiveCount: 7, sentAt: SENT_AT, deadline: SENT_AT + 30_000 },
        },
        {
          message: aMessage(),
          body: aRecord().body,
          receive: { receiveCount: 1, sentAt: SENT_AT, deadline: SENT_AT + 30_000 },
        },
      ],
    ]);
  });

  it.each<[string, Outcome, string]>([
    ['done', { kind: 'done' }, 'MESSAGE_DONE'],
    ['duplicate', { kind: 'duplicate' }, 'MESSAGE_DUPLICATE'],
  ])('acknowledges a message that is %s', async (_kind, outcome, code) => {
    const { runAll, delays, deadLetters, lines } = aWorker({ process: always(outcome) });
    expect(await runAll(aRecord())).toEqual([]);
    expect([delays, deadLetters]).toEqual([[], []]);
    expect(lines()).toMatchObject([{ code, sub: SUB, kind: 'confirmed', cause: 'sign-up', messageId: 'm' }]);
  });

  it.each([
    ['no JSON', '{', 'not-json'],
    ['a blank', ' ', 'not-json'],
    ['1 MiB', 'x'.repeat(2 ** 20), 'too-large'],
    ['10,000 levels deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'not-json'],
    ['a key __proto__', '{"__proto__":{}}', 'not-json'],
    ['a repeated key', '{"a":1,"a":2}', 'not-json'],
    ['an object for its type', '{"type":{"toString":1,"valueOf":1}}', 'schema:specversion'],
  ])('dead-letters %s alone, and does the other nine', async (_what, body, detail) => {
    let processed = 0;
    const { runAll, deadLetters } = aWorker({
      process: (batch) => {
        processed = batch.length;
        return done(batch);
      },
    });
    const nine = Array.from({ length: 9 }, (_, index) => aRecord({ messageId: `m${index}` }));
    expect(await runAll(...nine.slice(0, 4), aRecord({ messageId: 'bad', body }), ...nine.slice(4))).toEqual([]);
    expect(processed).toBe(9);
    expect(deadLetters).toEqual([
      [
        body,
        {
          reason: 'poison',
          detail,
          worker: 'email-worker',
          attempts: '1',
          deadLetteredAt: new Date(SENT_AT + 1000).toISOString(),
        },
      ],
    ]);
  });

  it('gives each message its own outcome, though bad ones stand between', async () => {
    const subjects = ['a', 'b', 'c', 'd'];
    const process: ProcessBatch<Message> = async (batch) =>
      batch.map(({ message }) => (message.subject === 'c' ? { kind: 'retry', reason: 'busy' } : { kind: 'done' }));
    const { runAll, delays } = aWorker({ process });
    const good = subjects.map((sub) => aRecord({ messageId: sub, body: encodeMessage(aMessage(sub)) }));
    expect(await runAll(aRecord({ messageId: 'x', body: '' }), ...good, aRecord({ messageId: 'y', body: '' }))).toEqual(
      ['c'],
    );
    expect(delays).toEqual([['receipt-of-c', 45]]);
  });

  it('returns every message when the effect throws', async () => {
    const { runAll, lines, text } = aWorker({
      process: async () => {
        throw new Error('ann@example.com');
      },
    });
    expect(await runAll(aRecord({ messageId: 'a' }), aRecord({ messageId: 'b' }))).toEqual(['a', 'b']);
    expect(lines()).toMatchObject([
      { code: 'MESSAGE_FAILED', worker: 'email-worker', errorName: 'Error' },
      { code: 'MESSAGE_RETRY', messageId: 'a', reason: 'unexpected' },
      { code: 'MESSAGE_RETRY', messageId: 'b', reason: 'unexpected' },
    ]);
    expect(text()).not.toContain('ann@example.com');
  });

  it('returns every message when the effect throws before it returns a promise', async () => {
    const { runAll } = aWorker({
      process: () => {
        throw new Error('at once');
      },
    });
    expect(await runAll(aRecord())).toEqual(['m']);
  });

  it('returns a message whose outcome the effect forgot', async () => {
    const { runAll } = aWorker({ process: async () => [{ kind: 'done' }] });
    expect(await runAll(aRecord({ messageId: 'a' }), aRecord({ messageId: 'forgotten' }))).toEqual(['forgotten']);
  });

  it('logs nothing of what a message holds', async () => {
    const body = encodeMessage(
      aMessage(SUB, { email: 'ann@example.com', name: 'Ann Example', userName: 'ann@example.com' }),
    );
    const { runAll, text, codes } = aWorker({ process: always({ kind: 'retry', reason: 'busy' }) });
    await runAll(aRecord({ body }), aRecord({ body: '{"email":"ann@example.com"}' }));
    expect(codes()).toHaveLength(2);
    expect(text()).not.toMatch(/ann/i);
  });
});

describe('retry', () => {
  it('hides the message for the back-off of its receive count', async () => {
    const { runAll, delays, lines } = aWorker({ process: always({ kind: 'retry', reason: 'busy' }) });
    expect(await runAll(aRecord({ receiveCount: 3 }))).toEqual(['m']);
    expect(delays).toEqual([['receipt-of-m', 0.75 * 240]]);
    expect(lines()).toMatchObject([{ code: 'MESSAGE_RETRY', reason: 'busy', waitSeconds: 180 }]);
  });

  it.each([0, 7, 900])('hides the message for the %i seconds that the effect asks', async (afterSeconds) => {
    const { runAll, delays } = aWorker({ process: always({ kind: 'retry', reason: 'busy', afterSeconds }) });
    await runAll(aRecord({ receiveCount: 9 }));
    expect(delays).toEqual([['receipt-of-m', afterSeconds]]);
  });

  it('still returns the message when SQS does not set the wait', async () => {
    const { runAll, codes, text } = aWorker({
      process: always({ kind: 'retry', reason: 'busy' }),
      refuse: { delay: true },
    });
    expect(await runAll(aRecord())).toEqual(['m']);
    expect(codes()).toEqual(['MESSAGE_RETRY', 'VISIBILITY_FAILED']);
    expect(text()).not.toContain('ann@example.com');
  });

  it.each([
    ['just before', 13 * DAY - 100, 0],
    ['just within', 13 * DAY - 99.999, 1],
  ])('dead-letters as aged what would wake within the margin of its end: %s', async (_when, age, count) => {
    const { runAll, deadLetters } = aWorker({
      process: always({ kind: 'retry', reason: 'throttled', afterSeconds: 100 }),
      now: () => SENT_AT + age * 1000,
    });
    expect(await runAll(aRecord({ receiveCount: 99 }))).toEqual(count === 0 ? ['m'] : []);
    expect(deadLetters).toHaveLength(count);
    for (const [body, attributes] of deadLetters) {
      expect(body).toBe(aRecord().body);
      expect(attributes).toMatchObject({ reason: 'aged', detail: 'throttled', attempts: '99' });
    }
  });

  it('keeps an aged message that the dead-letter queue does not take', async () => {
    const { runAll } = aWorker({
      process: always({ kind: 'retry', reason: 'throttled' }),
      now: () => SENT_AT + 14 * DAY * 1000,
      refuse: { deadLetter: true },
    });
    expect(await runAll(aRecord())).toEqual(['m']);
  });
});

describe('dead-letter', () => {
  it('acknowledges the message after its copy was taken', async () => {
    const { runAll, deadLetters, lines } = aWorker({
      process: always({ kind: 'dead-letter', reason: 'attempts', detail: 'crm' }),
    });
    expect(await runAll(aRecord({ receiveCount: 8 }))).toEqual([]);
    expect(deadLetters).toMatchObject([[aRecord().body, { reason: 'attempts', detail: 'crm', attempts: '8' }]]);
    expect(lines()).toMatchObject([{ code: 'MESSAGE_DEAD_LETTERED', reason: 'attempts', detail: 'crm', sub: SUB }]);
  });

  it('has an empty detail where its outcome has none', async () => {
    const { runAll, deadLetters, lines } = aWorker({ process: always({ kind: 'dead-letter', reason: 'attempts' }) });
    await runAll(aRecord());
    expect(deadLetters).toMatchObject([[aRecord().body, { reason: 'attempts', detail: '' }]]);
    expect(lines()).toMatchObject([{ code: 'MESSAGE_DEAD_LETTERED', reason: 'attempts', detail: '' }]);
  });

  it('keeps the message, bad or good, for its back-off when the dead-letter queue does not take the copy', async () => {
    const { runAll, lines, text, delays } = aWorker({
      process: always({ kind: 'dead-letter', reason: 'rejected' }),
      refuse: { deadLetter: true },
    });
    expect(await runAll(aRecord({ messageId: 'bad', body: '{' }), aRecord({ messageId: 'good' }))).toEqual([
      'bad',
      'good',
    ]);
    expect(lines()).toMatchObject([
      { code: 'DEAD_LETTER_FAILED', messageId: 'bad', reason: 'poison', errorName: 'Error' },
      { code: 'DEAD_LETTER_FAILED', messageId: 'good', reason: 'rejected', errorName: 'Error' },
    ]);
    expect(delays.map(([, seconds]) => seconds > 0)).toEqual([true, true]);
    expect(text()).not.toContain('ann@example.com');
  });
});

describe('a message of a newer major version', () => {
  it('goes back to its queue while a deployment may still be under way', async () => {
    const { runAll, delays, deadLetters } = aWorker();
    expect(await runAll(aRecord({ body: newer, receiveCount: NEWER_SCHEMA_RECEIVES - 1 }))).toEqual(['m']);
    expect([delays.length, deadLetters.length]).toEqual([1, 0]);
  });

  it('is dead-lettered whole when none came', async () => {
    const { runAll, deadLetters } = aWorker();
    expect(await runAll(aRecord({ body: newer, receiveCount: NEWER_SCHEMA_RECEIVES }))).toEqual([]);
    expect(deadLetters).toMatchObject([[newer, { reason: 'schema-newer', detail: 'postconfirm.user.confirmed.v2' }]]);
  });

  it('is dead-lettered as aged when it is', async () => {
    const { runAll, deadLetters } = aWorker({ now: () => SENT_AT + 14 * DAY * 1000 });
    expect(await runAll(aRecord({ body: newer }))).toEqual([]);
    expect(deadLetters).toMatchObject([[newer, { reason: 'aged', detail: 'schema-newer' }]]);
  });
});
