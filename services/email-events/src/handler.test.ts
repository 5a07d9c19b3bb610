import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryStore, EventFlow, EventFlowStore } from '@postconfirm/ledger';
import { createMemoryDeliveryStore, createMemoryEventFlowStore } from '@postconfirm/ledger/memory';
import { createLog, EMAIL_EVENTS_LINES } from '@postconfirm/runtime';
import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { aHeartbeat, aSesEvent } from './ses-event.builder.ts';

const key = { pool: 'eu-central-1_aBcDeFgHi', sub: 'sub-1', kind: 'confirmed' };
const settings = readEnvironment({
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-prod-email-events',
  QUEUE_URL: 'https://sqs.example/email-events',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example/email-events-dlq',
  RETENTION_SECONDS: '1209600',
  AGED_MARGIN_SECONDS: '86400',
  BACKOFF_BASE_SECONDS: '60',
  BACKOFF_CAP_SECONDS: '14400',
  TABLE_NAME: 'postconfirm-prod',
  EVENT_GAP_SECONDS: '300',
});

const aRecord = (body: string, index: number) =>
  ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  }) as unknown as SQSRecord;

/** The function over a ledger in memory; `broken` makes the table refuse events of that message id. */
function aFunction({ broken, flow = createMemoryEventFlowStore() }: { broken?: string; flow?: EventFlowStore } = {}) {
  const deliveries = createMemoryDeliveryStore();
  const failing: DeliveryStore = {
    ...deliveries,
    recordEvent: async (of, event) => {
      if (event.messageId === broken) throw new Error('throttled for ann@example.com');
      return deliveries.recordEvent(of, event);
    },
  };
  const sqs = { send: async () => ({}) } as unknown as SQSClient;
  const written: string[] = [];
  const log = createLog({
    functionName: 'test',
    lines: EMAIL_EVENTS_LINES,
    destination: { write: (line) => void written.push(line) },
  });
  const handler = createHandler({ settings, sqs, deliveries: failing, flow, log });
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 } as Context;
  const receive = async (...bodies: string[]): Promise<string[]> => {
    const response: SQSBatchResponse = await handler({ Records: bodies.map(aRecord) }, context);
    return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const codes = () => written.map((line) => (JSON.parse(line) as { code: string }).code);
  return { deliveries, flow, receive, codes, text: () => written.join('') };
}

/** Claimed, and nobody knows what became of it. */
async function inDoubt({ deliveries }: { deliveries: DeliveryStore }): Promise<void> {
  const budget = { attempts: 1, replays: 0, requestedAt: 1 };
  const claim = { attempt: 1, budget, resent: false, owner: 'o', leaseUntil: 1 };
  await deliveries.claim(key, undefined, claim, 1);
  await deliveries.doubt(key, claim, { since: 1, dueAt: 2, reason: 'no-answer' });
}

const justNow = () => new Date().toISOString();

describe('email-events', () => {
  it('settles a doubt by any event of the delivery', async () => {
    const events = aFunction();
    await inDoubt(events);
    expect(await events.receive(aSesEvent({ type: 'Bounce', detail: { bounceType: 'Transient' } }))).toEqual([]);
    expect(await events.deliveries.read(key)).toMatchObject({ state: 'SENT', messageId: 'ses-1' });
    expect(events.codes()).toContain('EMAIL_EVENT_RECORDED');
  });

  it('counts an event of an unknown delivery, and makes no record', async () => {
    const events = aFunction();
    expect(await events.receive(aSesEvent())).toEqual([]);
    expect(await events.deliveries.read(key)).toBeUndefined();
    expect(events.codes()).toContain('EVENT_UNKNOWN_DELIVERY');
  });

  it('tells of a second email of one delivery, once', async () => {
    const events = aFunction();
    await inDoubt(events);
    await events.receive(aSesEvent(), aSesEvent({ messageId: 'ses-2' }), aSesEvent({ messageId: 'ses-2' }));
    await events.receive(aSesEvent({ messageId: 'ses-2', type: 'Send' }));
    expect(events.codes().filter((code) => code === 'EMAIL_DUPLICATE_DETECTED')).toHaveLength(1);
  });

  it('acknowledges what is no event of ours, and counts it', async () => {
    const events = aFunction();
    expect(await events.receive(aSesEvent({ tags: {} }))).toEqual([]);
    expect(events.codes()).toContain('EVENT_FOREIGN');
  });

  it('gives back the one event that the table did not take', async () => {
    const events = aFunction({ broken: 'ses-2' });
    await inDoubt(events);
    expect(await events.receive(aSesEvent({ at: justNow() }), aSesEvent({ messageId: 'ses-2', sub: 'sub-2' }))).toEqual(
      ['m1'],
    );
    expect(events.text()).not.toContain('ann@');
  });
});

describe('the stream of events', () => {
  it('flows from the first event on', async () => {
    const events = aFunction();
    const before = Date.now();
    await events.receive(aHeartbeat(justNow()));
    const flow = (await events.flow.read()) as NonNullable<EventFlow>;
    expect(flow.flowingSince).toBeGreaterThanOrEqual(before);
    expect(flow.lastSeen).toBe(flow.flowingSince);
  });

  it('goes on with events that are fresh', async () => {
    const events = aFunction();
    const earlier = Date.now() - 60_000;
    await events.flow.advance({ eventAt: earlier, now: earlier }, 300_000);
    await events.receive(aHeartbeat(justNow()));
    expect(await events.flow.read()).toMatchObject({ flowingSince: earlier });
  });

  it('begins anew with an event that is older than the gap, though a fresh one came with it', async () => {
    const events = aFunction();
    const earlier = Date.now() - 60_000;
    await events.flow.advance({ eventAt: earlier, now: earlier }, 300_000);
    await events.receive(aHeartbeat(justNow()), aHeartbeat(new Date(Date.now() - 301_000).toISOString()));
    expect((await events.flow.read())?.flowingSince).toBeGreaterThan(earlier);
  });

  it('does not move by an event that was not applied', async () => {
    const events = aFunction({ broken: 'ses-1' });
    await inDoubt(events);
    await events.receive(aSesEvent({ at: justNow() }));
    expect(await events.flow.read()).toBeUndefined();
  });

  it('that cannot be recorded costs no event', async () => {
    const flow: EventFlowStore = {
      read: async () => undefined,
      advance: () => Promise.reject(new Error('throttled')),
    };
    const events = aFunction({ flow });
    await inDoubt(events);
    expect(await events.receive(aSesEvent({ at: justNow() }))).toEqual([]);
    expect(await events.deliveries.read(key)).toMatchObject({ state: 'SENT' });
    expect(events.codes()).toContain('EVENT_FLOW_FAILED');
  });
});
