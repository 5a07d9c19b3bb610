import { setTimeout as pause } from 'node:timers/promises';
import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** DynamoDB's own limit of a batch. */
const BATCH = 100;
/** The first wait after a batch that came back incomplete, and the longest. */
const WAIT_MS = { first: 50, longest: 5_000 };
/** Batches at once. */
const READERS = 4;

export type ItemKey = { pk: string; sk: string };
type Item = Record<string, unknown>;
type Keys = Record<string, AttributeValue>[];

/**
 * Reads many items, strongly consistent; by `nameOf` their keys. DynamoDB leaves unread what exceeds 16 MB or the table's
 * throughput, and answers with success: the client's own back-off knows nothing of it, so the waits are made here.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly ItemKey[],
): Promise<Map<string, Item>> {
  const wanted = [...new Map(keys.map((key) => [nameOf(key), marshall(key)])).values()];
  const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, index) =>
    wanted.slice(index * BATCH, (index + 1) * BATCH),
  );
  const found = new Map<string, Item>();
  const reader = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      for (const item of await readAll(client, tableName, batch)) found.set(nameOf(item), item);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return found;
}

export const nameOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

async function readAll(client: DynamoDBClient, tableName: string, batch: Keys): Promise<Item[]> {
  const items: Item[] = [];
  for (let rest = batch, wait = WAIT_MS.first; rest.length > 0; wait = Math.min(wait * 2, WAIT_MS.longest)) {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: rest, ConsistentRead: true } } }),
    );
    items.push(...(Responses[tableName] ?? []).map((item) => unmarshall(item)));
    rest = UnprocessedKeys[tableName]?.Keys ?? [];
    if (rest.length > 0) await pause(wait);
  }
  return items;
}
