import type { AccountState } from './account.ts';
import type { Email } from './email.ts';
import type { EventType } from './event.ts';

/** A refusal as SES words it: `Throttling`, `MessageRejected`, `AccountSendingPausedException` and their like. */
export interface Refusal {
  code: string;
  message: string;
  /** HTTP status; 400 when left out. */
  status?: number;
}

/**
 * How SES answers one send. All but `accept` and a refusal leave the sender in doubt: the email is in the inbox (or,
 * for `reset`, is not), and the answer doesn't say so.
 */
export type SendOutcome =
  | 'accept'
  | 'reset'
  | 'accept-then-reset'
  | 'accept-then-500'
  | 'accept-then-truncate'
  | 'accept-then-html'
  | 'accept-then-silence'
  | { refuse: Refusal };

/** What becomes of one event: SES delivers at least once, late at times, and a lost one must be survived. */
export type EventOutcome = 'publish' | 'lose' | 'twice' | { delayMs: number };

/** Faults of the local SES. What is left out is healthy. */
export interface SesBehaviour {
  send?(request: { to: readonly string[]; tags: Readonly<Record<string, string>> }): SendOutcome;
  event?(email: Email, type: EventType): EventOutcome;
  account?: AccountState;
}
