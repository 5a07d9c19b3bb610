import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Delivery,
  parseUserRecord,
  toDelivery,
  type UserKey,
  type UserRecord,
  userPartition,
} from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';

/** What the table holds of a user. */
export type UserItems = {
  deliveries: { kind: string; delivery: Delivery }[];
  record?: RecordOfUser;
  /** All of it, as it lies there. */
  items: Record<string, unknown>[];
};

/** `known` is undefined for a user who was forgotten at `deletedAt`. Times of the confirmation in ISO 8601. */
export type RecordOfUser = { cause?: string; confirmedAt?: string; deletedAt?: number; known: UserRecord | undefined };

/** Strongly consistent. */
export async function userItems({ clients, tableName }: Stage, { pool, sub }: UserKey): Promise<UserItems> {
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: userPartition(pool, sub) } },
      ConsistentRead: true,
    },
  );
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of pages) items.push(...Items.map((item) => unmarshall(item)));
  return parseItems(items);
}

function parseItems(items: Record<string, unknown>[]): UserItems {
  const record = items.find(({ sk }) => sk === 'RECORD');
  const deliveries = items.flatMap((item) => {
    const [, kind] = /^EMAIL#(.+)$/.exec(String(item['sk'])) ?? [];
    return kind === undefined ? [] : [{ kind, delivery: toDelivery(item) }];
  });
  return { deliveries, ...(record && { record: parseRecord(record) }), items };
}

function parseRecord(item: Record<string, unknown>): RecordOfUser {
  const { cause, confirmedAt, deletedAt } = item;
  return {
    ...(typeof cause === 'string' && { cause }),
    ...(typeof confirmedAt === 'string' && { confirmedAt }),
    ...(typeof deletedAt === 'number' && { deletedAt }),
    known: parseUserRecord(item),
  };
}
