import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Stage } from '../stage/stage.ts';

const ItemSchema = v.object({ previous: v.optional(v.string()) });

const keyOf = (poolId: string) => ({ pk: `ATTACHMENT#${poolId}`, sk: 'ATTACHMENT' });

/** What the pool called before this stage was attached, as the table remembers it; undefined for nothing. */
export async function rememberedTrigger({ clients, tableName }: Stage, poolId: string): Promise<string | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({ TableName: tableName, Key: marshall(keyOf(poolId)), ConsistentRead: true }),
  );
  return Item && v.parse(ItemSchema, unmarshall(Item)).previous;
}

/** Written before the pool is changed: after a crash between the two, the way back is known. */
export async function rememberTrigger(
  { clients, tableName }: Stage,
  poolId: string,
  { previous, now }: { previous: string | undefined; now: number },
): Promise<void> {
  const item = { ...keyOf(poolId), attachedAt: now, ...(previous !== undefined && { previous }) };
  await clients.dynamodb.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }));
}
