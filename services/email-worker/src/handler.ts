import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDeliver, type DeliveryStore, type EventFlowStore } from '@postconfirm/ledger';
import {
  backoffSeconds,
  type EmailWorkerCode,
  eachMessage,
  type Log,
  sqsHandler,
  USER_MESSAGES,
} from '@postconfirm/runtime';
import { deliveryRules, emailRules, type WelcomeEmail } from '@postconfirm/welcome';
import type { EmailSettings } from './env.ts';
import { createPace } from './pace.ts';
import type { SesMailer } from './ses-mailer.ts';
import { createWelcome } from './welcome.ts';

type Dependencies = {
  settings: EmailSettings;
  sqs: SQSClient;
  store: DeliveryStore;
  flow: EventFlowStore;
  mailer: SesMailer;
  log: Log<EmailWorkerCode>;
};

export function createHandler({ settings, sqs, store, flow, mailer, log }: Dependencies) {
  const backoff = { baseSeconds: settings.backoffBaseSeconds, capSeconds: settings.backoffCapSeconds };
  const deliver = createDeliver<WelcomeEmail>(
    {
      store,
      // The tags come back with every SES event: they name the delivery that it proves.
      send: (email, { attempt, ...key }) => mailer({ ...email, tags: { ...key, attempt: String(attempt) } }),
      turn: createPace(settings.sendIntervalMilliseconds, Date.now, wait),
      flow: flow.read,
      now: Date.now,
      newOwner: randomUUID,
      backoffSeconds: (receiveCount) => backoffSeconds(backoff, receiveCount, Math.random),
      report: log,
    },
    deliveryRules(settings),
  );
  const welcome = createWelcome(deliver, emailRules(settings));
  return sqsHandler({
    worker: 'email-worker',
    settings,
    sqs,
    log,
    bodies: USER_MESSAGES,
    process: eachMessage(welcome, log),
  });
}
