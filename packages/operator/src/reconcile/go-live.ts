import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** Since when (epoch ms) the table knows what becomes of a pool's users. `isNew`: it did not until this very look. */
export type GoLive = { since: number; isNew: boolean };

type Marker = { client: DynamoDBClient; tableName: string; pool: string };

const keyOf = (pool: string) => marshall({ pk: `GO-LIVE#${pool}`, sk: 'GO-LIVE' });

/** Reads the marker; the first look of all writes it, as now. An empty table thus misses nobody who was there before it. */
export async function readGoLive({ client, tableName, pool }: Marker, now: number): Promise<GoLive> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf(pool),
      UpdateExpression: 'SET since = if_not_exists(since, :now)',
      ExpressionAttributeValues: marshall({ ':now': now }),
      ReturnValues: 'ALL_OLD',
    }),
  );
  const since = Attributes && unmarshall(Attributes)['since'];
  return typeof since === 'number' ? { since, isNew: false } : { since: now, isNew: true };
}

/** Sets the marker on a person's word. */
export async function setGoLive({ client, tableName, pool }: Marker, since: number): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf(pool),
      UpdateExpression: 'SET since = :since',
      ExpressionAttributeValues: marshall({ ':since': since }),
    }),
  );
}
