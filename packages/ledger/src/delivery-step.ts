import type { FailureClass, Outcome, SkipReason } from '@postconfirm/contract';
import type { DeliveryRules, Facts } from './decide.ts';
import type { DeliveryKey, DeliveryStore, Seen } from './delivery.ts';
import type { EventFlow } from './event-flow.ts';

/** What SES made of one call. `rejected` is definite: SES did not and will not send this copy. */
export type SendResult =
  | { kind: 'accepted'; messageId: string }
  | { kind: 'rejected'; class: RejectionClass; reason: string; retryAfterSeconds?: number }
  | { kind: 'ambiguous'; reason: string };

/** The classes in which SES's answer is a no. */
export type RejectionClass = Exclude<FailureClass, 'ambiguous'>;

/** What a message asks for, decided before the ledger is touched. */
export type Intent<Email> = { kind: 'email'; email: Email } | { kind: 'skip'; reason: SkipReason };

export type DeliveryRequest<Email> = {
  key: DeliveryKey;
  intent: Intent<Email>;
  facts: Pick<Facts, 'entry' | 'marks' | 'evenIfStale'> & { confirmedAt: number };
  /** `deadline`: epoch milliseconds at which this process may end. */
  receive: { receiveCount: number; deadline: number };
};

type ReportCode =
  | 'EMAIL_SENT'
  | 'EMAIL_SKIPPED'
  | 'EMAIL_NOT_ACCEPTED'
  | 'EMAIL_UNCERTAIN'
  | 'EMAIL_HELD'
  | 'SES_ACCOUNT_REFUSED';

export type DeliveryPorts<Email> = {
  store: DeliveryStore;
  /** Calls SES once, never again by itself. Never rejects: what it can't tell is `ambiguous`. */
  send: (email: Email, delivery: DeliveryKey & { attempt: number }) => Promise<SendResult>;
  /** Waits for this process's turn to send; false when that comes after `latest` (epoch ms). */
  turn: (latest: number) => Promise<boolean>;
  flow: () => Promise<EventFlow>;
  now: () => number;
  newOwner: () => string;
  backoffSeconds: (receiveCount: number) => number;
  report: (code: ReportCode, fields: { attempt?: number; reason?: string; sesMessageId?: string }) => void;
};

/** Another writer moved first: nothing was done, decide anew. */
export const OVERTAKEN = Symbol('overtaken');

/** One decision of one message, being carried out on what was read. */
export type Step<Email> = {
  ports: DeliveryPorts<Email>;
  rules: DeliveryRules;
  request: DeliveryRequest<Email>;
  seen: Seen;
};

export type StepOutcome = Outcome | typeof OVERTAKEN;
