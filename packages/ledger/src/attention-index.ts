import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { DeliveryKey } from './delivery.ts';
import { ATTENTION_SHARDS, attentionShard } from './dynamodb-delivery-store.ts';
import { parseUserPartition } from './user-partition.ts';

/** A delivery that a person may have to look at. `since` in epoch milliseconds. */
export type NeedsAttention = { key: DeliveryKey; state: 'UNCERTAIN' | 'HELD'; since: number };

const EntrySchema = v.object({
  pk: v.string(),
  sk: v.string(),
  state: v.picklist(['UNCERTAIN', 'HELD']),
  attentionSince: v.number(),
});

/** All of them, the oldest first. The index is eventually consistent: what changed in this second may be missing. */
export async function readAttention(client: DynamoDBClient, tableName: string): Promise<NeedsAttention[]> {
  const shards = Array.from({ length: ATTENTION_SHARDS }, (_, shard) => readShard(client, tableName, shard));
  return (await Promise.all(shards)).flat().sort((a, b) => a.since - b.since);
}

async function readShard(client: DynamoDBClient, TableName: string, shard: number): Promise<NeedsAttention[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName,
      IndexName: 'attention',
      KeyConditionExpression: 'attention = :shard',
      ExpressionAttributeValues: { ':shard': { S: attentionShard(shard) } },
    },
  );
  const found: NeedsAttention[] = [];
  for await (const { Items = [] } of pages) found.push(...Items.map((item) => entryOf(unmarshall(item))));
  return found;
}

function entryOf(item: Record<string, unknown>): NeedsAttention {
  const { pk, sk, state, attentionSince } = v.parse(EntrySchema, item);
  return { key: { ...parseUserPartition(pk), kind: sk.replace('EMAIL#', '') }, state, since: attentionSince };
}
