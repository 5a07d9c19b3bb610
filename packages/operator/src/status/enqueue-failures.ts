import { readDeliveries } from '@postconfirm/ledger';
import { loggedFailures } from '../reconcile/logged-failures.ts';
import { logGroupOf } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';

/** Users whose confirmation SQS did not take, as the trigger's log names them; `unrepaired` have no delivery to this day. */
export type EnqueueFailures = { since: number; count: number; subs: string[]; unrepaired: string[] };

export async function enqueueFailures(stage: Stage, since: number): Promise<EnqueueFailures> {
  const { clients, tableName } = stage;
  const failures = await loggedFailures(clients.logs, { logGroupName: logGroupOf(stage, 'trigger'), since });
  const keys = failures.map(({ pool, sub }) => ({ pool, sub, kind: 'confirmed' }));
  const deliveries = await readDeliveries(clients.dynamodb, tableName, keys);
  const subs = keys.map(({ sub }) => sub);
  return { since, count: subs.length, subs, unrepaired: subs.filter((_, index) => deliveries[index] === undefined) };
}
