import {
  type Cause,
  CONFIRMED,
  confirmedId,
  type Message,
  PASSWORD_RESET,
  passwordResetId,
  type Targets,
  targetsOf,
  WORKERS,
  type WorkerEntry,
} from '@postconfirm/contract';

const TIME = '2026-03-01T09:30:00.000Z';

export const aConfirmation = (subject: string, cause: Cause = 'sign-up'): Message => ({
  specversion: '1.0',
  id: confirmedId(subject),
  source: 'cognito:eu-central-1:eu-central-1_aBcDeFgHi',
  type: CONFIRMED,
  subject,
  time: TIME,
  datacontenttype: 'application/json',
  replays: 0,
  data: { cause, email: 'ann@example.com', attributes: {}, clientMetadata: {} },
});

export const aPasswordReset = (subject: string): Message => ({
  ...aConfirmation(subject),
  id: passwordResetId(subject, TIME),
  type: PASSWORD_RESET,
});

/** The two effects of a confirmation; further workers are none of these tests' business. */
const EFFECTS: readonly WorkerEntry[] = WORKERS.filter(({ queue }) => queue === 'email' || queue === 'enrichment');

export const targetsAt = (urlOf: (queue: string) => string): Targets => targetsOf(EFFECTS, urlOf);

export const TARGETS = targetsAt((queue) => `https://sqs.example/${queue}`);

/** A batch as the runtime hands it to the effect. */
export const batchOf = (...messages: Message[]) =>
  messages.map((message) => ({
    message,
    body: JSON.stringify(message),
    receive: { receiveCount: 1, sentAt: 0, deadline: 10_000 },
  }));
