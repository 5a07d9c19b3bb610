import { type DeliveryKey, readDeliveries } from '@postconfirm/ledger';
import { type LogLine, logLines } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';

/** Users whose confirmation SQS did not take, as the trigger's log names them; `unrepaired` have no delivery to this day. */
export type EnqueueFailures = { since: number; count: number; subs: string[]; unrepaired: string[] };

/** Cognito calls the trigger up to three times: a user may be named more than once, and is counted once. */
export async function enqueueFailures(stage: Stage, since: number): Promise<EnqueueFailures> {
  const lines = await logLines(stage, 'trigger', { pattern: '{ $.code = "ENQUEUE_FAILED" }', since });
  const keys = [...new Map(lines.flatMap(keyOf).map((key) => [`${key.pool} ${key.sub}`, key])).values()];
  const deliveries = await readDeliveries(stage.clients.dynamodb, stage.tableName, keys);
  const subs = keys.map(({ sub }) => sub);
  return { since, count: subs.length, subs, unrepaired: subs.filter((_, index) => deliveries[index] === undefined) };
}

/** A password reset that was not enqueued is owed to nobody. */
function keyOf({ fields: { pool, sub, kind } }: LogLine): DeliveryKey[] {
  if (typeof pool !== 'string' || typeof sub !== 'string' || kind !== 'confirmed') return [];
  return [{ pool, sub, kind }];
}
