import { type Message, messageKind, type Outcome, userPoolOf } from '@postconfirm/contract';
import type { ConfirmedUser, UserRecord, UserRecords } from '@postconfirm/ledger';
import type { ProcessMessage, Receive } from '@postconfirm/runtime';
import { type Refreshed, type RefreshPorts, refreshSource } from './refresh-source.ts';
import type { Source } from './source.ts';
import type { Task } from './task.ts';
import { type WriteBackPorts, type WrittenBack, writeBack } from './write-back.ts';

/** What the steps need, and what enrichment needs itself. */
export type EnrichPorts = RefreshPorts &
  WriteBackPorts & {
    records: Pick<UserRecords, 'open'>;
    sources: readonly Source[];
    /** Seconds that a message waits after so many receives, whatever a source asks for. */
    backoff: (receiveCount: number) => number;
  };

/** What the writes after the sources' answers take when DynamoDB and Cognito are slow, but not down. */
const WRITES_MILLISECONDS = 6000;

/** Without a wait of its own: the back-off grows, where a fixed one would use up the queue's receives. */
const NO_TIME: Outcome = { kind: 'retry', reason: 'no-time' };

/**
 * Brings a user's record up to date: opens it, asks the sources whose data is missing, each stored as it arrives, then
 * writes chosen fields back. What is complete is left alone, so a message can come as often as it likes.
 */
export const createEnrich =
  (ports: EnrichPorts): ProcessMessage =>
  async (message, receive) => {
    if (messageKind(message) !== 'confirmed' || message.data.cause === 'probe') return { kind: 'done' };
    if (isTooLate(ports, receive)) return NO_TIME;
    const key = { pool: userPoolOf(message), sub: message.subject };
    const marks = { replays: message.replays, requestedAt: Date.parse(message.time) };
    const names = ports.sources.map(({ name }) => name);
    const record = await ports.records.open(key, confirmedUser(message), names);
    if (record === undefined) return { kind: 'done' };
    // Opening may have taken seconds of retries, and an answer that cannot be stored any more was asked for in vain.
    if (isTooLate(ports, receive)) return NO_TIME;
    return enrichRecord(ports, { key, marks, message }, { record, receiveCount: receive.receiveCount });
  };

/** Whether less time is left than the slowest source may take, with the writes after it. */
function isTooLate({ sources, now }: EnrichPorts, { deadline }: Receive): boolean {
  const slowest = Math.max(0, ...sources.map(({ timeoutMilliseconds }) => timeoutMilliseconds));
  return deadline - now() < slowest + WRITES_MILLISECONDS;
}

async function enrichRecord(
  ports: EnrichPorts,
  task: Task,
  { record, receiveCount }: { record: UserRecord; receiveCount: number },
): Promise<Outcome> {
  const refreshed = await Promise.all(ports.sources.map((source) => refreshSource(ports, task, { source, record })));
  if (refreshed.some(({ kind }) => kind === 'deleted')) return { kind: 'done' };
  const written = await writeBack(ports, task, recordAfter(record, refreshed));
  return outcomeOf({ refreshed, written, backoffSeconds: ports.backoff(receiveCount) });
}

/** The record as this worker left it; undefined when another writer was faster, and it has to be read. */
function recordAfter(record: UserRecord, refreshed: readonly Refreshed[]): UserRecord | undefined {
  const states = refreshed.flatMap(({ source, state }) => (state ? [[source.name, state] as const] : []));
  if (states.length < refreshed.length) return undefined;
  return { ...record, sources: { ...record.sources, ...Object.fromEntries(states) } };
}

type Result = { refreshed: readonly Refreshed[]; written: WrittenBack; backoffSeconds: number };

/** What can still succeed goes first: a message is given up only when nothing of it is left to try. */
function outcomeOf({ refreshed, written, backoffSeconds }: Result): Outcome {
  const waiting = refreshed.filter((result) => result.kind === 'retry');
  if (waiting.length > 0) return retryFor(waiting, backoffSeconds);
  if (written === 'retry') return { kind: 'retry', reason: 'write-back' };
  const lost = refreshed.find((result) => result.kind === 'given-up' && result.source.required);
  if (lost !== undefined) return { kind: 'dead-letter', reason: 'source-failed', detail: lost.source.name };
  if (written === 'given-up') return { kind: 'dead-letter', reason: 'attempts', detail: 'write-back' };
  const untouched = written === 'unchanged' && refreshed.every(({ changed }) => !changed);
  return { kind: untouched ? 'duplicate' : 'done' };
}

/** The longest wait that a source asked for, but never less than the back-off, so that receives last. */
function retryFor(waiting: readonly Refreshed[], backoffSeconds: number): Outcome {
  const asked = waiting.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  const reason = `source-${waiting[0]?.source.name}`;
  return { kind: 'retry', reason, afterSeconds: Math.max(backoffSeconds, ...asked) };
}

function confirmedUser({ time, data }: Message): ConfirmedUser {
  const { dropped: _dropped, effects: _effects, confirmedAt = time, attributes, clientMetadata, ...known } = data;
  return { ...known, confirmedAt, ...filled({ attributes, clientMetadata }) };
}

/** Empty maps say nothing, and a later message may have more to say. */
const filled = (maps: Record<string, Record<string, string>>) =>
  Object.fromEntries(Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0));
