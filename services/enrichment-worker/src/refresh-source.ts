import { FAILURE_RULES } from '@postconfirm/contract';
import {
  type Budget,
  budgetFor,
  mergeObservation,
  type SourceState,
  UNFETCHED,
  type UserRecord,
  type UserRecords,
} from '@postconfirm/ledger';
import { type EnrichmentWorkerCode, errorName, type Log } from '@postconfirm/runtime';
import { type Answer, CLASS_OF_REASON, type Connection, type Failure, failed, type Source } from './source.ts';
import type { Task } from './task.ts';

/**
 * What became of a source. `changed`: it was asked now, and the record shows it. `state`: whose data the record has;
 * left out where another writer was faster, and only a read can tell.
 */
export type Refreshed = {
  kind: 'current' | 'retry' | 'given-up' | 'deleted';
  source: Source;
  changed: boolean;
  state?: SourceState;
  retryAfterSeconds?: number;
};

export type RefreshPorts = {
  records: Pick<UserRecords, 'store' | 'recordFailure'>;
  /** By the source's name. */
  connections: Readonly<Record<string, Connection>>;
  /** Attempts per source before it is given up. */
  maxAttempts: number;
  now: () => number;
  log: Log<EnrichmentWorkerCode>;
};

/** Asks a source whose data is missing, if attempts are left, and stores what it says. */
export async function refreshSource(
  ports: RefreshPorts,
  task: Task,
  { source, record }: { source: Source; record: UserRecord },
): Promise<Refreshed> {
  const state: SourceState = record.sources[source.name] ?? UNFETCHED;
  const budget = budgetFor(state, task.marks);
  if (state.status === 'ok') return { kind: 'current', source, changed: false, state };
  if (budget.attempts >= ports.maxAttempts) return { kind: 'given-up', source, changed: false, state };
  const fetchedAt = ports.now();
  const answer = await ask(ports, task, source);
  if (answer.kind === 'failed') return recordFailure(ports, task, { source, state, answer, budget });
  const observation = { version: answer.version, fetchedAt, data: answer.data };
  const spent = { ...budget, attempts: budget.attempts + 1 };
  const stored = await ports.records.store(task.key, source.name, { observation, budget: spent });
  if (stored === 'deleted') return { kind: 'deleted', source, changed: false };
  ports.log('SOURCE_STORED', { source: source.name, attempt: spent.attempts });
  const isOurs = stored === 'stored';
  return {
    kind: 'current',
    source,
    changed: true,
    ...(isOurs && { state: mergeObservation(UNFETCHED, observation, spent) }),
  };
}

/** A source that throws is as unavailable as one that does not answer; the others must not suffer. */
async function ask({ connections }: RefreshPorts, { message }: Task, source: Source): Promise<Answer | Failure> {
  const connection = connections[source.name];
  if (connection === undefined) return failed('refused', 'not-configured');
  const query = { sub: message.subject, email: message.data.email };
  return source.fetch(query, connection).catch((error: unknown) => failed('unavailable', errorName(error)));
}

type Miss = { source: Source; state: SourceState; answer: Failure; budget: Budget };

async function recordFailure(ports: RefreshPorts, task: Task, miss: Miss): Promise<Refreshed> {
  const { source, state, answer, budget } = miss;
  const rule = FAILURE_RULES.source[CLASS_OF_REASON[answer.reason]];
  const attempts = budget.attempts + Number(rule.spendsAttempt);
  const givenUp = attempts >= ports.maxAttempts;
  const spent = { ...budget, attempts };
  const failure = { status: givenUp ? 'failed' : 'pending', reason: answer.reason, budget: spent } as const;
  const stored = await ports.records.recordFailure(task.key, source.name, failure);
  if (stored === 'deleted') return { kind: 'deleted', source, changed: false };
  if (stored === 'superseded') return { kind: 'current', source, changed: false };
  const fields = { source: source.name, reason: answer.reason, detail: answer.detail, attempt: attempts };
  ports.log(givenUp ? 'SOURCE_GIVEN_UP' : rule.code, fields);
  if (givenUp) return { kind: 'given-up', source, changed: true, state };
  const wait = rule.wait === 'asked' ? answer.retryAfterSeconds : undefined;
  return { kind: 'retry', source, changed: true, state, ...(wait !== undefined && { retryAfterSeconds: wait }) };
}
