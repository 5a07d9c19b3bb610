import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { userPartition } from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';

/** Fields that hold personal data; shown only on request. */
const PERSONAL = ['userName', 'email', 'phoneNumber', 'name', 'attributes', 'clientMetadata', 'data'];

/** Everything that the table holds about a user: deliveries and record, personal data masked unless `reveal`. */
export async function userItems(
  { clients, tableName }: Stage,
  { pool, sub, reveal }: { pool: string; sub: string; reveal: boolean },
): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: userPartition(pool, sub) } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => unmarshall(item)).map((item) => (reveal ? item : mask(item)));
}

const mask = (item: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(item).map(([field, value]) => {
      if (PERSONAL.includes(field)) return [field, '…'];
      return [field, isObject(value) ? mask(value) : value];
    }),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
