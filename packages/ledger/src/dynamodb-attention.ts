import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Delivery, DeliveryKey } from './delivery.ts';
import { ATTENTION_SHARDS, toDelivery } from './dynamodb-delivery-store.ts';

/** A delivery in doubt or held. */
export type Attention = { key: DeliveryKey; delivery: Delivery };

/** `USER#<pool>#<sub>` and `EMAIL#<kind>`: no identifier holds a `#`. */
const KeySchema = v.object({
  pk: v.pipe(v.string(), v.regex(/^USER#[^#]+#[^#]+$/)),
  sk: v.pipe(v.string(), v.regex(/^EMAIL#[^#]+$/)),
});

/** All deliveries that the index holds; it lags a moment behind the table. */
export async function readAttention(client: DynamoDBClient, tableName: string): Promise<Attention[]> {
  const shards = Array.from({ length: ATTENTION_SHARDS }, (_, shard) => readShard(client, tableName, shard));
  return (await Promise.all(shards)).flat();
}

async function readShard(client: DynamoDBClient, tableName: string, shard: number): Promise<Attention[]> {
  const found: Attention[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'attention',
        KeyConditionExpression: 'attention = :shard',
        ExpressionAttributeValues: { ':shard': { S: `attention#${shard}` } },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    found.push(...Items.map((item) => attentionOf(unmarshall(item))));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

function attentionOf(item: Record<string, unknown>): Attention {
  const { pk, sk } = v.parse(KeySchema, item);
  const [, pool = '', sub = ''] = pk.split('#');
  const [, kind = ''] = sk.split('#');
  return { key: { pool, sub, kind }, delivery: toDelivery(item) };
}
