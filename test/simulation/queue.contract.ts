import type { SendBatch } from '@postconfirm/fan-out/send-batch.ts';
import type { SourceQueue } from '@postconfirm/runtime/source-queue.ts';
import { describe, expect, it } from 'vitest';

/** One receive of a message. `sentAt`: epoch milliseconds of the queue's own clock. */
export type QueueReceive = {
  messageId: string;
  handle: string;
  body: string;
  receives: number;
  sentAt: number;
  attributes: Readonly<Record<string, string>>;
};

export type QueueSettings = { visibilitySeconds: number; maxReceives: number };

/** A queue and its dead-letter queue: production's ports to them, and what Lambda's mapping does besides. */
export type QueueRig = {
  source: SourceQueue;
  sendBatch: SendBatch;
  /** The same where SQS takes nothing. */
  sendBatchInVain: SendBatch;
  /** Up to ten messages, as soon as there is one, within so many seconds. */
  receive: (seconds?: number) => Promise<QueueReceive[]>;
  receiveDead: (seconds?: number) => Promise<QueueReceive[]>;
  delete: (handle: string) => Promise<void>;
};

const SOON = { visibilitySeconds: 1, maxReceives: 150 };
const LATE = { visibilitySeconds: 3600, maxReceives: 150 };
/** Seconds within which a visibility timeout of one second has certainly ended. */
const AFTER_VISIBILITY = 5;
/** Seconds, some more than a visibility timeout of one, in which nothing is to come. */
const NOTHING_COMES = 2;

const LETTER = {
  reason: 'poison',
  detail: 'not-json',
  worker: 'email-worker',
  attempts: '3',
  deadLetteredAt: '2026-11-22T10:00:00.000Z',
} as const;

const copiesOf = (...bodies: string[]) => bodies.map((body) => ({ body }));

const first = (received: QueueReceive[]): QueueReceive => received[0] ?? expect.unreachable('Nothing was received.');

/** What the workers go by, of whatever stands in for SQS. */
export function queueContract(where: string, rigOf: (settings: QueueSettings) => Promise<QueueRig>): void {
  describe(`a queue ${where}`, () => {
    it('hides what it hands out, and hands it out again after the visibility timeout, counting', async () => {
      const { sendBatch, receive } = await rigOf(SOON);
      expect(await sendBatch('email', copiesOf('one'))).toEqual([true]);
      const once = first(await receive());
      expect(once).toMatchObject({ body: 'one', receives: 1, attributes: {} });
      expect(await receive(0)).toEqual([]);
      const twice = first(await receive(AFTER_VISIBILITY));
      expect(twice).toMatchObject({ messageId: once.messageId, body: 'one', receives: 2, sentAt: once.sentAt });
    });

    it('takes every body of a batch, and hands out ten at most at once', async () => {
      const { sendBatch, receive } = await rigOf(LATE);
      const bodies = Array.from({ length: 12 }, (_, index) => `body ${index}`);
      expect(await sendBatch('email', copiesOf(...bodies))).toEqual(Array(12).fill(true));
      const received: QueueReceive[] = [];
      while (received.length < 12) {
        const some = await receive();
        expect(some.length).toBeGreaterThan(0);
        expect(some.length).toBeLessThanOrEqual(10);
        received.push(...some);
      }
      expect(received.map(({ body }) => body).sort()).toEqual([...bodies].sort());
    });

    it('confirms nothing of a batch that it does not take', async () => {
      const { sendBatchInVain, receive } = await rigOf(LATE);
      expect(await sendBatchInVain('email', copiesOf('one', 'two'))).toEqual([false, false]);
      expect(await receive(0)).toEqual([]);
    });

    it('forgets what is deleted by its latest receipt', async () => {
      const { sendBatch, receive, delete: acknowledge } = await rigOf(SOON);
      await sendBatch('email', copiesOf('one'));
      await receive();
      await acknowledge(first(await receive(AFTER_VISIBILITY)).handle);
      expect(await receive(NOTHING_COMES)).toEqual([]);
    });

    it('shows a message after the wait that a worker sets, be it shorter than the visibility timeout', async () => {
      const { sendBatch, receive, source } = await rigOf(LATE);
      await sendBatch('email', copiesOf('one'));
      await source.delay(first(await receive()).handle, 1);
      expect(await receive(0)).toEqual([]);
      expect(first(await receive(AFTER_VISIBILITY))).toMatchObject({ body: 'one', receives: 2 });
    });

    it('hides a message for the wait that a worker sets, be it longer', async () => {
      const { sendBatch, receive, source } = await rigOf(SOON);
      await sendBatch('email', copiesOf('one'));
      await source.delay(first(await receive()).handle, 3600);
      expect(await receive(NOTHING_COMES)).toEqual([]);
    });

    it('moves a message aside by itself after its receives, without a reason and with its age', async () => {
      const { sendBatch, receive, receiveDead } = await rigOf({ ...SOON, maxReceives: 2 });
      await sendBatch('email', copiesOf('one'));
      const { sentAt } = first(await receive());
      expect(first(await receive(AFTER_VISIBILITY)).receives).toBe(2);
      expect(await receive(NOTHING_COMES)).toEqual([]);
      expect(first(await receiveDead(AFTER_VISIBILITY))).toMatchObject({ body: 'one', attributes: {}, sentAt });
    });

    it('keeps a dead letter beside its original, with its reason, until that is deleted', async () => {
      const { sendBatch, receive, receiveDead, source } = await rigOf(SOON);
      await sendBatch('email', copiesOf('one'));
      const { body } = first(await receive());
      await source.deadLetter({ body, messageAttributes: {}, attributes: {} }, LETTER);
      const { attributes, ...letter } = first(await receiveDead(AFTER_VISIBILITY));
      expect(letter).toMatchObject({ body: 'one', receives: 1 });
      expect(attributes).toMatchObject({ reason: 'poison', worker: 'email-worker' });
      expect(first(await receive(AFTER_VISIBILITY))).toMatchObject({ body: 'one', receives: 2 });
    });
  });
}
