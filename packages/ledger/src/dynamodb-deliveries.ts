import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet, nameOf } from './batch-get.ts';
import type { Delivery, DeliveryKey } from './delivery.ts';
import { deliveryItemKey, toDelivery } from './dynamodb-delivery-store.ts';

/** The records of many deliveries, in the order of their keys; undefined where there is none. Strongly consistent. */
export async function readDeliveries(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly DeliveryKey[],
): Promise<(Delivery | undefined)[]> {
  const items = await batchGet(client, tableName, keys.map(deliveryItemKey));
  return keys.map((key) => {
    const item = items.get(nameOf(deliveryItemKey(key)));
    return item && toDelivery(item);
  });
}
