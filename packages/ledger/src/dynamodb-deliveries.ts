import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Delivery, DeliveryKey } from './delivery.ts';
import { deliveryItemKey, toDelivery } from './dynamodb-delivery-store.ts';

/** DynamoDB's own limit of a batch. */
const BATCH = 100;

type Keys = Record<string, AttributeValue>[];

/** The records of many deliveries, in the order of their keys; undefined where there is none. Strongly consistent. */
export async function readDeliveries(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly DeliveryKey[],
): Promise<(Delivery | undefined)[]> {
  const found = new Map<string, Delivery>();
  const wanted = new Map(keys.map((key) => [nameOf(deliveryItemKey(key)), marshall(deliveryItemKey(key))]));
  for (let rest: Keys = [...wanted.values()]; rest.length > 0; ) {
    const { items, unread } = await readBatch(client, tableName, rest.slice(0, BATCH));
    for (const item of items) found.set(nameOf(item), toDelivery(item));
    rest = [...unread, ...rest.slice(BATCH)];
  }
  return keys.map((key) => found.get(nameOf(deliveryItemKey(key))));
}

const nameOf = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;

/** What DynamoDB leaves unread in a batch is asked for again; the client's own back-off paces that. */
async function readBatch(client: DynamoDBClient, tableName: string, Keys: Keys) {
  const { Responses = {}, UnprocessedKeys = {} } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
  );
  return {
    items: (Responses[tableName] ?? []).map((item) => unmarshall(item)),
    unread: (UnprocessedKeys[tableName]?.Keys ?? []) as Keys,
  };
}
