import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { userPartition } from './user-partition.ts';
import {
  type ConfirmedUser,
  mergeObservation,
  type Stored,
  UNFETCHED,
  type UserKey,
  type UserRecord,
  type UserRecords,
} from './user-record.ts';
import { parseUserRecord, sourceAttribute } from './user-record-item.ts';

/** The table as the functions below see it. */
type Table = { client: DynamoDBClient; tableName: string };

type Update = {
  set: string;
  names?: Record<string, string>;
  values: Record<string, unknown>;
  /** Beside "the record is there and not forgotten". */
  condition?: string;
};

const ALIVE = 'attribute_not_exists(deletedAt)';
const EXISTS_ALIVE = `attribute_exists(pk) AND ${ALIVE}`;

/** User records in DynamoDB: one item per user, changed field by field and never put over. */
export function createDynamoDbUserRecords(client: DynamoDBClient, tableName: string): UserRecords {
  const table = { client, tableName };
  return {
    open: (key, user, sources) => open(table, key, fieldsOf(key, user, sources)),
    read: (key) => read(table, key),
    store: (key, source, { observation, budget }) => {
      const state = mergeObservation(UNFETCHED, observation, budget);
      return update(table, key, {
        set: '#source = :state',
        names: { '#source': sourceAttribute(source), '#order': 'order' },
        values: { ':state': state, ':order': state.order },
        // Equal passes, for it is this very write, repeated by the SDK after a lost reply.
        condition: '(attribute_not_exists(#source.#order) OR #source.#order <= :order)',
      });
    },
    recordFailure: (key, source, { status, reason, budget }) =>
      update(table, key, {
        set: '#source.#status = :status, #source.reason = :reason, #source.attempts = :attempts, #source.replays = :replays, #source.requestedAt = :requestedAt',
        names: { '#source': sourceAttribute(source), '#status': 'status' },
        values: { ':status': status, ':reason': reason, ':ok': 'ok', ...prefixed(budget) },
        condition: '#source.#status <> :ok',
      }),
    recordWriteBack: (key, state) => update(table, key, { set: 'writeBack = :state', values: { ':state': state } }),
    forget: (key, now) => forget(table, key, now),
  };
}

const keyOf = ({ pool, sub }: UserKey) => marshall({ pk: userPartition(pool, sub), sk: 'RECORD' });

const prefixed = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));

function fieldsOf({ pool, sub }: UserKey, user: ConfirmedUser, sources: readonly string[]) {
  const unfetched = Object.fromEntries(sources.map((name) => [sourceAttribute(name), UNFETCHED]));
  return Object.entries({ pool, sub, ...user, ...unfetched }).filter(([, value]) => value !== undefined);
}

async function open(
  { client, tableName }: Table,
  key: UserKey,
  fields: [string, unknown][],
): Promise<UserRecord | undefined> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: keyOf(key),
    UpdateExpression: `SET ${fields.map((_, i) => `#f${i} = if_not_exists(#f${i}, :f${i})`).join(', ')}`,
    ConditionExpression: ALIVE,
    ExpressionAttributeNames: Object.fromEntries(fields.map(([name], i) => [`#f${i}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(fields.map(([, value], i) => [`:f${i}`, value]))),
    ReturnValues: 'ALL_NEW',
  });
  try {
    return recordOf((await client.send(command)).Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

const read = async (table: Table, key: UserKey): Promise<UserRecord | undefined> =>
  recordOf(await readItem(table, key));

type Item = Record<string, AttributeValue> | undefined;

async function readItem({ client, tableName }: Table, key: UserKey): Promise<Item> {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true });
  return (await client.send(command)).Item;
}

/** All that a tombstone holds. */
const KEPT = ['pk', 'sk', 'pool', 'sub', 'deletedAt'];

const namesToRemove = (item: Item) => Object.keys(item ?? {}).filter((name) => !KEPT.includes(name));

/** From the first update on nothing is written any more; what came between it and the read before goes with a second one. */
async function forget(table: Table, key: UserKey, now: number): Promise<boolean> {
  const before = await readItem(table, key);
  let item = before;
  do item = await entomb(table, key, { remove: namesToRemove(item), now });
  while (namesToRemove(item).length > 0);
  return before?.['deletedAt'] === undefined;
}

/** The first time stays, so that it can be repeated. */
async function entomb(table: Table, key: UserKey, { remove, now }: { remove: string[]; now: number }): Promise<Item> {
  const names = remove.map((name, index) => [`#n${index}`, name] as const);
  const removal = names.length === 0 ? '' : ` REMOVE ${names.map(([placeholder]) => placeholder).join(', ')}`;
  const command = new UpdateItemCommand({
    TableName: table.tableName,
    Key: keyOf(key),
    UpdateExpression: `SET deletedAt = if_not_exists(deletedAt, :now)${removal}`,
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ExpressionAttributeValues: marshall({ ':now': now }),
    ReturnValues: 'ALL_NEW',
  });
  return (await table.client.send(command)).Attributes;
}

function recordOf(item: Item): UserRecord | undefined {
  return item === undefined ? undefined : parseUserRecord(unmarshall(item));
}

async function update(table: Table, key: UserKey, { set, names, values, condition }: Update): Promise<Stored> {
  const command = new UpdateItemCommand({
    TableName: table.tableName,
    Key: keyOf(key),
    UpdateExpression: `SET ${set}`,
    ConditionExpression: condition === undefined ? EXISTS_ALIVE : `${EXISTS_ALIVE} AND ${condition}`,
    ...(names && { ExpressionAttributeNames: names }),
    ExpressionAttributeValues: marshall(values),
  });
  try {
    await table.client.send(command);
    return 'stored';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (await read(table, key)) === undefined ? 'deleted' : 'superseded';
  }
}
