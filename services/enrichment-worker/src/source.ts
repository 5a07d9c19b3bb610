import type { FailureClass } from '@postconfirm/contract';
import type { SourceData } from '@postconfirm/ledger';

/** Whom a source is asked about. `email` is absent for users who have none. */
export type SourceQuery = { sub: string; email?: string | undefined };

/**
 * - `unavailable`: no answer, or one that says "later"; `throttled`: asked too often.
 * - `absent`: the source does not know the user. `invalid`: the answer can't be used.
 * - `refused`: the source or this project's own rules forbid the request.
 */
export type FailureReason = 'unavailable' | 'throttled' | 'absent' | 'invalid' | 'refused';

/** What each reason is in the table of failures. */
export const CLASS_OF_REASON = {
  unavailable: 'definite',
  throttled: 'throttled',
  absent: 'definite',
  invalid: 'invalid',
  refused: 'account',
} as const satisfies Record<FailureReason, FailureClass>;

/** `detail` is a code for logs, never text of the answer. `retryAfterSeconds` is what the source asked for, clamped. */
export type Failure = { kind: 'failed'; reason: FailureReason; detail: string; retryAfterSeconds?: number };

/** `version` is the source's own, a whole number from 0: of two answers the higher is the newer. */
export type Answer = { kind: 'ok'; version: number; data: SourceData };

export type JsonAnswer = { kind: 'json'; value: unknown } | Failure;

/** Asks the source's origin for `path`. `timeoutMilliseconds` bounds the whole call: the read of the token and quick retries included. */
export type GetJson = (path: string, options: { timeoutMilliseconds: number }) => Promise<JsonAnswer>;

/** What a source needs of the outside; the settings `SOURCE_<NAME>_…` say where it leads. */
export type Connection = { getJson: GetJson };

/** One external system, as `sources.ts` declares it. `name` names the attribute and the settings: never rename it. */
export type Source = {
  name: string;
  /** The message of a required source that stays broken becomes a dead letter; an optional one ends as `failed`. */
  required: boolean;
  /** The longest that `fetch` takes. A message is put back when less than this is left for it. */
  timeoutMilliseconds: number;
  fetch: (query: SourceQuery, connection: Connection) => Promise<Answer | Failure>;
};

export const failed = (reason: FailureReason, detail: string, retryAfterSeconds?: number): Failure => ({
  kind: 'failed',
  reason,
  detail,
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});
