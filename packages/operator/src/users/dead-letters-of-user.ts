import { userPoolOf } from '@postconfirm/contract';
import type { UserKey } from '@postconfirm/ledger';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';

/**
 * Whether a dead letter is about a user. What is no message of the contract (SES's events, broken ones) is, when it holds
 * the sub as a word: it may hold their address too.
 */
export function isOf({ pool, sub }: UserKey, { parsed, body }: DeadLetter): boolean {
  if (parsed.kind === 'message') return parsed.message.subject === sub && userPoolOf(parsed.message) === pool;
  return body.split(/[^A-Za-z0-9_-]+/).includes(sub);
}
