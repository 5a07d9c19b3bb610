import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet, nameOf } from './batch-get.ts';
import { userPartition } from './user-partition.ts';
import type { UserKey, UserRecord } from './user-record.ts';
import { parseUserRecord } from './user-record-item.ts';

/** What the table holds of a user's record; a forgotten user is `deleted`, one that was never opened undefined. */
export type FoundRecord = UserRecord | 'deleted' | undefined;

const itemKey = ({ pool, sub }: UserKey) => ({ pk: userPartition(pool, sub), sk: 'RECORD' });

/** The records of many users, in the order of their keys. Strongly consistent. */
export async function readUserRecords(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly UserKey[],
): Promise<FoundRecord[]> {
  const items = await batchGet(client, tableName, keys.map(itemKey));
  return keys.map((key) => {
    const item = items.get(nameOf(itemKey(key)));
    return item && (parseUserRecord(item) ?? 'deleted');
  });
}
