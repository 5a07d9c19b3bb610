import type { UserKey } from '@postconfirm/ledger';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';

/** Whether a dead letter is about a user. A broken one is when it holds the sub as a word: it may hold their address too. */
export function isOf({ pool, sub }: UserKey, { content, body }: Pick<DeadLetter, 'content' | 'body'>): boolean {
  const subject = subjectOf(content);
  if (subject !== undefined) return subject.sub === sub && subject.pool === pool;
  return body.split(/[^A-Za-z0-9_-]+/).includes(sub);
}
