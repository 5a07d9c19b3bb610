import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryStore, EventFlowStore } from '@postconfirm/ledger';
import { type EmailEventsCode, type Log, sqsHandler } from '@postconfirm/runtime';
import { EMAIL_EVENTS } from './email-event.ts';
import type { EmailEventsSettings } from './env.ts';
import { createRecordEvents } from './record-events.ts';

type Dependencies = {
  settings: EmailEventsSettings;
  sqs: SQSClient;
  deliveries: DeliveryStore;
  flow: EventFlowStore;
  log: Log<EmailEventsCode>;
};

export function createHandler({ settings, sqs, deliveries, flow, log }: Dependencies) {
  const process = createRecordEvents({ deliveries, flow, gapMs: settings.eventGapSeconds * 1000, now: Date.now, log });
  return sqsHandler({ worker: 'email-events', settings, sqs, log, bodies: EMAIL_EVENTS, process });
}
