import { createHash } from 'node:crypto';
import { type Budget, NO_BUDGET_SPENT } from './budget.ts';

export type UserKey = { pool: string; sub: string };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

/** What a source says of a user. */
export type SourceData = { readonly [field: string]: Json };

/** What is known of the user from the confirmation itself; each field keeps its first value. */
export type ConfirmedUser = {
  cause: string;
  confirmedAt: string;
  userName?: string | undefined;
  clientId?: string | undefined;
  email?: string | undefined;
  emailVerified?: boolean | undefined;
  phoneNumber?: string | undefined;
  locale?: string | undefined;
  name?: string | undefined;
  attributes?: Record<string, string> | undefined;
  clientMetadata?: Record<string, string> | undefined;
};

/** One answer of a source. `version` is the source's own, a whole number from 0; `fetchedAt` epoch milliseconds. */
export type Observation = { version: number; fetchedAt: number; data: SourceData };

/** `data` and what describes it stay when later attempts fail. */
export type SourceState = Budget & {
  status: 'pending' | 'ok' | 'failed';
  reason?: string | undefined;
  version?: number | undefined;
  hash?: string | undefined;
  data?: SourceData | undefined;
  fetchedAt?: number | undefined;
  order?: string | undefined;
};

/** `hash` is of the attributes that were, or were to be, written. */
export type WriteBackState = Budget & { status: 'done' | 'no-user' | 'failed'; hash: string };

export type UserRecord = {
  sources: Readonly<Record<string, SourceState>>;
  writeBack?: WriteBackState | undefined;
};

type FailedAttempt = { status: 'pending' | 'failed'; reason: string; budget: Budget };

/** `superseded`: the record already holds something newer. `deleted`: the user was forgotten; nothing was written. */
export type Stored = 'stored' | 'superseded' | 'deleted';

/** The user records of one table. Every function rejects when the table does not answer. */
export type UserRecords = {
  /** Creates what is missing of the record and returns it; undefined when the user was forgotten. */
  open: (key: UserKey, user: ConfirmedUser, sources: readonly string[]) => Promise<UserRecord | undefined>;
  read: (key: UserKey) => Promise<UserRecord | undefined>;
  store: (key: UserKey, source: string, answer: { observation: Observation; budget: Budget }) => Promise<Stored>;
  recordFailure: (key: UserKey, source: string, failure: FailedAttempt) => Promise<Stored>;
  recordWriteBack: (key: UserKey, state: WriteBackState) => Promise<Stored>;
  /** Leaves of the record its key and the time of this wish: nothing is stored of the user again. False when it was so before. */
  forget: (key: UserKey, now: number) => Promise<boolean>;
};

export const UNFETCHED: SourceState = { status: 'pending', ...NO_BUDGET_SPENT };

/** The same for equal data, whatever the order of its fields. */
export const hashOf = (data: SourceData): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(data)))
    .digest('base64url')
    .slice(0, 22);

type Field = readonly [name: string, value: Json];

// Stryker disable next-line EqualityOperator: any order serves that is always the same; no two fields have one name.
const byName = ([a]: Field, [b]: Field) => (a < b ? -1 : 1);

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(byName)
      .map(([field, inner]) => [field, sorted(inner)]),
  );
}

/**
 * Where an observation stands among all of its source, as text that sorts: by version, then time of fetching, then
 * hash. Two observations of the same place are the same.
 */
export const orderOf = ({ version, fetchedAt, data }: Observation): string =>
  `${sortable(version)}/${sortable(fetchedAt)}/${hashOf(data)}`;

/** 16 digits hold every safe integer. */
const sortable = (number: number) => String(number).padStart(16, '0');

/** The source's state with the observation in it; the same state when it already holds something newer. */
export function mergeObservation(state: SourceState, observation: Observation, budget: Budget): SourceState {
  const order = orderOf(observation);
  if ((state.order ?? '') > order) return state;
  return { ...budget, ...observation, status: 'ok', hash: hashOf(observation.data), order };
}
