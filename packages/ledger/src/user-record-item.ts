import * as v from 'valibot';
import { BudgetSchema } from './budget.ts';
import type { UserRecord } from './user-record.ts';

const PREFIX = 'source:';

/** Each source has a top-level attribute of its own, so that no write touches another source's. */
export const sourceAttribute = (source: string) => `${PREFIX}${source}`;

const SourceState = v.object({
  ...BudgetSchema.entries,
  status: v.picklist(['pending', 'ok', 'failed']),
  reason: v.optional(v.string()),
  version: v.optional(v.number()),
  hash: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.any())),
  fetchedAt: v.optional(v.number()),
  order: v.optional(v.string()),
});

const WriteBack = v.object({
  ...BudgetSchema.entries,
  status: v.picklist(['done', 'no-user', 'failed']),
  hash: v.string(),
});

/** The record in a `RECORD` item; undefined for a tombstone. Throws where the item is not of our making. */
export function parseUserRecord(item: Record<string, unknown>): UserRecord | undefined {
  if (item['deletedAt'] !== undefined) return undefined;
  const states = Object.entries(item)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, state]) => [name.slice(PREFIX.length), v.parse(SourceState, state)] as const);
  const writeBack = v.parse(v.optional(WriteBack), item['writeBack']);
  return { sources: Object.fromEntries(states), writeBack };
}
