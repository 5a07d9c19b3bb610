import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  createDynamoDbDeliveryStore,
  createDynamoDbUserRecords,
  type Delivery,
  type DeliveryStore,
  type UserRecords,
  userPartition,
} from '@postconfirm/ledger';
import type { Stack } from '@postconfirm/local-aws';

const clientOf = ({ endpoints }: Stack) =>
  new DynamoDBClient({
    region: endpoints.region,
    endpoint: endpoints.urls.dynamodb,
    credentials: endpoints.credentials,
  });

/** The user's record as it lies in the table; undefined when there is none. */
export async function recordOf(stack: Stack, sub: string): Promise<Record<string, unknown> | undefined> {
  const { userPoolId, tableName } = stack.endpoints;
  const key = { pk: { S: userPartition(userPoolId, sub) }, sk: { S: 'RECORD' } };
  const { Item } = await clientOf(stack).send(
    new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

/** The ledger of the stack, to put deliveries and records into states that take hours to come about. */
export const ledgerOf = (stack: Stack): { deliveries: DeliveryStore; records: UserRecords } => {
  const client = clientOf(stack);
  return {
    deliveries: createDynamoDbDeliveryStore(client, stack.endpoints.tableName),
    records: createDynamoDbUserRecords(client, stack.endpoints.tableName),
  };
};

export const keyOf = (stack: Stack, sub: string) => ({ pool: stack.endpoints.userPoolId, sub, kind: 'confirmed' });

/** The delivery of the user's welcome email. */
export const deliveryOf = (stack: Stack, sub: string): Promise<Delivery | undefined> =>
  ledgerOf(stack).deliveries.read(keyOf(stack, sub));

/** The audit records of all commands, in order of time. */
export async function auditsOf(stack: Stack): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await clientOf(stack).send(
    new QueryCommand({
      TableName: stack.endpoints.tableName,
      KeyConditionExpression: 'pk = :audit',
      ExpressionAttributeValues: { ':audit': { S: 'AUDIT' } },
    }),
  );
  return Items.map((item) => unmarshall(item));
}

/** The partitions of all go-live markers. */
export async function goLivesOf(stack: Stack): Promise<string[]> {
  const { Items = [] } = await clientOf(stack).send(
    new ScanCommand({
      TableName: stack.endpoints.tableName,
      FilterExpression: 'sk = :marker',
      ExpressionAttributeValues: { ':marker': { S: 'GO-LIVE' } },
    }),
  );
  return Items.flatMap(({ pk }) => pk?.S ?? []);
}

/** Deletes everything, as if the table had been lost and made anew. */
export async function emptyTable(stack: Stack): Promise<void> {
  const client = clientOf(stack);
  const TableName = stack.endpoints.tableName;
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ProjectionExpression: 'pk, sk' })) {
    for (const Key of Items) await client.send(new DeleteItemCommand({ TableName, Key }));
  }
}
