import type { DeliveryStore, EventFlowStore } from '@postconfirm/ledger';
import {
  type EmailEventsCode,
  eachOf,
  failureOf,
  type Log,
  type Outcome,
  type ProcessBatch,
} from '@postconfirm/runtime';
import { EMAIL_EVENTS, type EmailEvent } from './email-event.ts';

type Ports = {
  deliveries: Pick<DeliveryStore, 'recordEvent'>;
  flow: Pick<EventFlowStore, 'advance'>;
  /** The longest silence, in milliseconds, of a stream that flows. */
  gapMs: number;
  now: () => number;
  log: Log<EmailEventsCode>;
};

/** Puts what SES says into the ledger, then moves the stream on, once for the batch and by the oldest event applied. */
export function createRecordEvents(ports: Ports): ProcessBatch<EmailEvent> {
  const record = eachOf({ bodies: EMAIL_EVENTS, log: ports.log, process: (event) => recordEvent(ports, event) });
  return async (batch) => {
    const outcomes = await record(batch);
    const applied = batch.filter((_, index) => outcomes[index]?.kind === 'done');
    await advance(
      ports,
      applied.flatMap(({ message: { eventAt } }) => eventAt ?? []),
    );
    return outcomes;
  };
}

async function recordEvent({ deliveries, now, log }: Ports, event: EmailEvent): Promise<Outcome> {
  if (event.kind === 'foreign') log('EVENT_FOREIGN');
  if (event.kind !== 'email') return { kind: 'done' };
  const { key, type, messageId, detail } = event;
  const recorded = await deliveries.recordEvent(key, { type, messageId, now: now() });
  const fields = { sesMessageId: messageId, ...(detail !== undefined && { detail }) };
  if (recorded === 'unknown') log('EVENT_UNKNOWN_DELIVERY', fields);
  else log('EMAIL_EVENT_RECORDED', fields);
  if (recorded === 'second-copy') log('EMAIL_DUPLICATE_DETECTED', fields);
  return { kind: 'done' };
}

/** A stream that was not moved on only makes doubts wait: no event is repeated for it, and the next one moves it. */
async function advance({ flow, gapMs, now, log }: Ports, eventTimes: readonly number[]): Promise<void> {
  if (eventTimes.length === 0) return;
  try {
    await flow.advance({ eventAt: Math.min(...eventTimes), now: now() }, gapMs);
  } catch (error) {
    const { rule, fields } = failureOf('event-flow', error);
    log(rule.code, fields);
  }
}
