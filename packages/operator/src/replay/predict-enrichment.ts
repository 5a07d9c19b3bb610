import { type Message, messageKind } from '@postconfirm/contract';
import {
  budgetFor,
  type FoundRecord,
  type RequestMarks,
  type SourceState,
  UNFETCHED,
  type UserRecord,
} from '@postconfirm/ledger';
import type { EnrichmentRules } from '../stage/enrichment-worker.ts';
import type { Prediction } from './prediction.ts';

/** What the enrichment worker would do with this message, by what the user's record lacks. */
export function predictEnrichment(message: Message, record: FoundRecord, rules: EnrichmentRules): Prediction {
  if (messageKind(message) !== 'confirmed' || message.data.cause === 'probe') return { kind: 'no-effect' };
  if (record === 'deleted') return { kind: 'user-deleted' };
  const marks = { replays: message.replays, requestedAt: Date.parse(message.time) };
  const missing = rules.sources.filter((name) => stateOf(record, name).status !== 'ok');
  const asked = missing.filter((name) => hasAttempts(stateOf(record, name), marks, rules));
  if (asked.length > 0) return { kind: 'would-fetch', detail: asked.join(', ') };
  if (missing.length > 0) return { kind: 'attempts', detail: missing.join(', ') };
  return owesWriteBack(record, rules) ? { kind: 'would-write-back' } : { kind: 'already-done' };
}

const stateOf = (record: UserRecord | undefined, source: string): SourceState => record?.sources[source] ?? UNFETCHED;

const hasAttempts = (state: SourceState, marks: RequestMarks, { maxAttempts }: EnrichmentRules) =>
  budgetFor(state, marks).attempts < maxAttempts;

/** The worker also compares what it wrote last with what it would write now; that differs only while a source is asked. */
function owesWriteBack(record: UserRecord | undefined, { writeBack }: EnrichmentRules): boolean {
  const hasField = writeBack.some(({ source, field }) => stateOf(record, source).data?.[field] != null);
  return hasField && (record?.writeBack === undefined || record.writeBack.status === 'failed');
}
