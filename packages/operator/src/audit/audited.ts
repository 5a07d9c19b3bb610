import type { Desk } from '../desk.ts';
import { newRunId } from '../run-id.ts';
import { type Audit, recordAudit } from './audit.ts';

type Said = { command: string; why: string | undefined; filter: Record<string, unknown> };

/** Runs what changes something between two records of it: that it begins, and what it did. */
export async function audited<T>(
  { stage, now }: Pick<Desk, 'stage' | 'now'>,
  { command, why, filter }: Said,
  run: () => Promise<{ result: T; counts: Record<string, number> }>,
): Promise<T> {
  const startedAt = now();
  const audit: Audit = { id: newRunId(startedAt), command, startedAt, filter, ...(why !== undefined && { why }) };
  await recordAudit(stage(), audit);
  const { result, counts } = await run();
  await recordAudit(stage(), { ...audit, endedAt: now(), counts });
  return result;
}
