import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readDeliveries, readUserRecords } from '@postconfirm/ledger';
import type { UserState } from './missing.ts';

type Table = { client: DynamoDBClient; tableName: string; pool: string };

/** What the table holds of users of a pool, in order. */
export const userStates =
  ({ client, tableName, pool }: Table) =>
  async (subs: readonly string[]): Promise<UserState[]> => {
    const [deliveries, records] = await Promise.all([
      readDeliveries(
        client,
        tableName,
        subs.map((sub) => ({ pool, sub, kind: 'confirmed' })),
      ),
      readUserRecords(
        client,
        tableName,
        subs.map((sub) => ({ pool, sub })),
      ),
    ]);
    return subs.map((_, index) => ({ delivery: deliveries[index], record: records[index] }));
  };
