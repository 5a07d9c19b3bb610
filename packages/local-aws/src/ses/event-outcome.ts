import type { AccountState } from './account.ts';
import type { Email } from './email.ts';
import type { EventType } from './event.ts';

/** What becomes of one event: SES delivers at least once, late at times, and a lost one must be survived. */
export type EventOutcome = 'publish' | 'lose' | 'twice' | { delayMs: number };

/** What becomes of the events of emails, and how SES regards the account. What is left out is healthy. */
export interface SesBehaviour {
  event?(email: Email, type: EventType): EventOutcome;
  account?: AccountState;
}
