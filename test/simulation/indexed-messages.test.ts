import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IndexedMessages } from './indexed-messages.ts';
import type { Lying } from './queue.ts';
import { type Messages, ScannedMessages } from './queue-messages.ts';

type Step = { what: 'put' | 'hide' | 'remove' | 'pass'; id: number; ms: number };

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('put', 'hide', 'remove', 'pass'),
    id: fc.integer({ min: 0, max: 4 }),
    ms: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 40 },
);

const messageOf = (id: number, visibleAt: number): Lying => ({
  ...{ messageId: `m${id}`, body: '', attributes: {}, sentAt: 0, visibleAt, receives: 0, receipt: '' },
});

/** What a queue can ask of its messages. */
function seen(messages: Messages, now: number) {
  const next = messages.visibleOnes(now, () => 0.5);
  const visible: string[] = [];
  for (let message = next(); message; message = next()) {
    visible.push(message.messageId);
    // As whoever receives it does.
    messages.hide(message, message.visibleAt + 1_000_000);
  }
  for (const id of visible) {
    const message = messages.get(id);
    if (message) messages.hide(message, message.visibleAt - 1_000_000);
  }
  const soonest = messages.nextVisible();
  return {
    size: messages.size,
    hidden: messages.hidden(now),
    visible: visible.sort(),
    next: soonest !== undefined && soonest <= now ? 'now' : soonest,
  };
}

function act(messages: Messages, { what, id, ms }: Step, now: number): void {
  const message = messages.get(`m${id}`);
  if (what === 'put' && message === undefined) messages.put(messageOf(id, now + ms));
  if (what === 'hide' && message) messages.hide(message, now + ms);
  if (what === 'remove') messages.remove(`m${id}`);
}

it('shows at every moment what looking at all messages would show', () => {
  fc.assert(
    fc.property(steps, (course) => {
      const [indexed, scanned] = [new IndexedMessages(), new ScannedMessages()];
      let now = 0;
      for (const step of course) {
        if (step.what === 'pass') now += step.ms;
        act(indexed, step, now);
        act(scanned, step, now);
        expect(seen(indexed, now)).toEqual(seen(scanned, now));
      }
    }),
  );
});
