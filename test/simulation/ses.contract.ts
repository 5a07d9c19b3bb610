import type { EmailEvent } from '@postconfirm/email-events/email-event.ts';
import type { SendResult } from '@postconfirm/ledger';
import { describe, expect, it } from 'vitest';

/** How SES meets the next send. The last two take the email, and the sender never hears of it. */
export type SesBehaviour = 'accept' | 'rate' | 'paused' | 'answer-lost' | 'no-answer';

/** SES with production's reading of its answers, and the queue of its events with production's reading of those. */
export type SesRig = {
  send: (tags: Readonly<Record<string, string>>, behaviour: SesBehaviour) => Promise<SendResult>;
  /** What came so far of the emails of one user. */
  eventsOf: (sub: string) => Promise<EmailEvent[]>;
};

const tagsOf = (sub: string) => ({ pool: 'eu-central-1_Abc', sub, kind: 'confirmed', attempt: '1' });
const keyOf = (sub: string) => ({ pool: 'eu-central-1_Abc', sub, kind: 'confirmed' });

/** What the email worker and email-events go by, of whatever stands in for SES. */
export function sesContract(where: string, rigOf: () => Promise<SesRig>): void {
  describe(`SES ${where}`, () => {
    it('gives an email that it takes a message id, and tells of it under that id and our tags', async () => {
      const { send, eventsOf } = await rigOf();
      const sent = await send(tagsOf('taken'), 'accept');
      expect(sent).toEqual({ kind: 'accepted', messageId: expect.stringMatching(/./) });
      await expect.poll(() => eventsOf('taken')).toHaveLength(2);
      const events = await eventsOf('taken');
      const messageId = sent.kind === 'accepted' && sent.messageId;
      for (const event of events) expect(event).toMatchObject({ kind: 'email', key: keyOf('taken'), messageId });
      expect(events.map((event) => event.kind === 'email' && event.type)).toContain('Send');
      expect(events.map((event) => event.eventAt)).toEqual([expect.any(Number), expect.any(Number)]);
    });

    it.each([
      ['rate', { kind: 'rejected', class: 'throttled', reason: 'sending-rate' }],
      ['paused', { kind: 'rejected', class: 'account', reason: 'account-paused' }],
    ] as const)('says a clear no for its %s, and tells nothing of that email', async (behaviour, no) => {
      const { send, eventsOf } = await rigOf();
      expect(await send(tagsOf('refused'), behaviour)).toEqual(no);
      await send(tagsOf('next'), 'accept');
      await expect.poll(() => eventsOf('next')).toHaveLength(2);
      expect(await eventsOf('refused')).toEqual([]);
    });

    it.each([
      ['answer-lost', 'connection-lost'],
      ['no-answer', 'no-answer'],
    ] as const)('leaves a doubt that its events answer: %s', async (behaviour, reason) => {
      const { send, eventsOf } = await rigOf();
      expect(await send(tagsOf('doubted'), behaviour)).toEqual({ kind: 'ambiguous', reason });
      await expect.poll(() => eventsOf('doubted')).toHaveLength(2);
      expect(await eventsOf('doubted')).toContainEqual(
        expect.objectContaining({ kind: 'email', type: 'Send', key: keyOf('doubted') }),
      );
    });
  });
}
