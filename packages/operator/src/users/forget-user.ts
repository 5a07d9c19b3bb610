import { QUEUES } from '@postconfirm/contract';
import { createDynamoDbDeliveryStore, createDynamoDbUserRecords, type UserKey } from '@postconfirm/ledger';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { inFlight } from '../dead-letters/in-flight.ts';
import { removeWhere } from '../dead-letters/remove-where.ts';
import type { Stage } from '../stage/stage.ts';
import { isOf } from './dead-letters-of-user.ts';
import { type ForgottenDelivery, forgetDelivery } from './forget-delivery.ts';
import { userItems } from './user-items.ts';

export type Forgotten = {
  sub: string;
  /** False where the record was a tombstone before. */
  record: boolean;
  deliveries: (ForgottenDelivery & { kind: string })[];
  deadLetters: number;
  /** Dead letters, of whomever, that others held meanwhile: they were not looked at. */
  inFlight: number;
};

/**
 * Ends everything for a user: the record first, so that whatever comes meanwhile finds it. It can be repeated, and goes on
 * where it was interrupted.
 */
export async function forgetUser(stage: Stage, key: UserKey, now: number): Promise<Forgotten> {
  const { clients, tableName } = stage;
  const record = await createDynamoDbUserRecords(clients.dynamodb, tableName).forget(key, now);
  const { deliveries } = await userItems(stage, key);
  const store = createDynamoDbDeliveryStore(clients.dynamodb, tableName);
  // Also where there is none: a message may be on its way.
  const kinds = new Set(['confirmed', ...deliveries.map(({ kind }) => kind)]);
  const ended: Forgotten['deliveries'] = [];
  for (const kind of kinds) ended.push({ kind, ...(await forgetDelivery(store, { ...key, kind }, now)) });
  const held = await inFlight(stage, QUEUES);
  const deadLetters = await discardDeadLetters(stage, key);
  return { sub: key.sub, record, deliveries: ended, deadLetters, inFlight: held };
}

async function discardDeadLetters(stage: Stage, key: UserKey): Promise<number> {
  const boxes = await openDeadLetterBoxes(stage, QUEUES);
  const counts = await Promise.all(boxes.map((box) => removeWhere(box, (letter) => isOf(key, letter))));
  return counts.reduce((sum, count) => sum + count, 0);
}
