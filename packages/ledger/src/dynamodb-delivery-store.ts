import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { BudgetSchema, NO_BUDGET_SPENT } from './budget.ts';
import {
  type Claim,
  DELIVERY_STATES,
  type Delivery,
  type DeliveryKey,
  type DeliveryStore,
  type EventRecorded,
  SES_EVENT_TYPES,
  type Seen,
  type SesEventType,
} from './delivery.ts';
import { userPartition } from './user-partition.ts';

/** The sparse index holds only what a person may have to look at; ten shards keep one key from taking all writes. */
export const ATTENTION_SHARDS = 10;

const partitionKey = ({ pool, sub }: DeliveryKey) => userPartition(pool, sub);

export const deliveryItemKey = (key: DeliveryKey) => ({ pk: partitionKey(key), sk: `EMAIL#${key.kind}` });

function attentionShard(key: DeliveryKey): string {
  const sum = [...partitionKey(key)].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return `attention#${sum % ATTENTION_SHARDS}`;
}

const ATTENTION = ['attention', 'attentionSince'] as const;

const attention = (key: DeliveryKey, since: number) => ({ attention: attentionShard(key), attentionSince: since });

type Values = Record<string, unknown>;

/** A condition in DynamoDB's language, over names `#…` and values `:…`. */
type Condition = { expression: string; values: Values };

const SAME_CLAIM = '(#owner = :owner AND #state = :sending AND attempt = :attempt)';

const isMine = (claim: Claim): Condition => ({
  expression: SAME_CLAIM,
  values: { owner: claim.owner, attempt: claim.attempt, sending: 'SENDING' },
});

/** From nothing, or from exactly what was read. */
const asSeen = (seen: Seen): Condition =>
  seen === undefined
    ? { expression: 'attribute_not_exists(#version)', values: {} }
    : { expression: '#version = :seen', values: { seen: seen.version } };

/**
 * The SDK may repeat a claim whose answer was lost. The very same claim then counts as won and changes nothing; owner
 * alone would let a late copy turn SENT back into SENDING.
 */
const asSeenOrMine = (seen: Seen, claim: Claim): Condition => ({
  expression: `${asSeen(seen).expression} OR ${SAME_CLAIM}`,
  values: { ...asSeen(seen).values, ...isMine(claim).values },
});

/** A delivery that has a record. */
const RECORDED: Condition = { expression: 'attribute_exists(#version)', values: {} };

/** Each type of event has an attribute of its own: its first time is set without a look at the others. */
const eventAttribute = (type: SesEventType) => `event${type}`;

/** Attributes that say what may still happen; a delivery that came to its end has none of them. */
const OVER_WHEN_SETTLED = ['owner', 'leaseUntil', 'uncertainSince', 'dueAt', ...ATTENTION];
const OVER_WHEN_SENT = [...OVER_WHEN_SETTLED, 'reason'];

type Change = { set: Values; once?: Values; remove?: readonly string[]; condition?: Condition };

/**
 * `state` and `owner` are words of DynamoDB's own, and `version`, which is in every write, keeps the names from being none,
 * which DynamoDB refuses. All others go by their own name: a placeholder costs each write CPU.
 */
const PLACEHELD = ['state', 'owner', 'version'];

const inExpression = (name: string) => (PLACEHELD.includes(name) ? `#${name}` : name);

/** Every write of the ledger is one update of this form; it raises the version. */
function updateOf(tableName: string, key: DeliveryKey, { set, once = {}, remove = [], condition }: Change) {
  const assignments = [
    ...Object.keys(set).map((name) => `${inExpression(name)} = :${name}`),
    ...Object.keys(once).map((name) => `${name} = if_not_exists(${name}, :${name})`),
  ];
  const removals = remove.length === 0 ? '' : ` REMOVE ${remove.map(inExpression).join(', ')}`;
  const expression = `SET ${assignments.join(', ')}${removals} ADD #version :one`;
  const names = [expression, condition?.expression].join(' ').matchAll(/#(\w+)/g);
  const values = { ...set, ...once, ...condition?.values, one: 1 };
  return new UpdateItemCommand({
    TableName: tableName,
    Key: marshall(deliveryItemKey(key)),
    UpdateExpression: expression,
    ConditionExpression: condition?.expression,
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: marshall(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
    ),
  });
}

const ItemSchema = v.object({
  state: v.picklist(DELIVERY_STATES),
  version: v.number(),
  createdAt: v.number(),
  attempt: v.optional(v.number(), 0),
  budget: v.optional(BudgetSchema, NO_BUDGET_SPENT),
  resent: v.optional(v.boolean(), false),
  owner: v.exactOptional(v.string()),
  leaseUntil: v.exactOptional(v.number()),
  uncertainSince: v.exactOptional(v.number()),
  dueAt: v.exactOptional(v.number()),
  messageId: v.exactOptional(v.string()),
  sentAt: v.exactOptional(v.number()),
  reason: v.exactOptional(v.string()),
  otherMessageIds: v.exactOptional(v.array(v.string())),
  forgottenAt: v.exactOptional(v.number()),
});

export function createDynamoDbDeliveryStore(client: DynamoDBClient, tableName: string): DeliveryStore {
  /** Whether the condition held. */
  const write = async (key: DeliveryKey, change: Change): Promise<boolean> => {
    try {
      await client.send(updateOf(tableName, key, change));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  /** A list that only grows; whether this id is new to it. */
  const recordCopy = async (key: DeliveryKey, messageId: string): Promise<EventRecorded> => {
    const command = new UpdateItemCommand({
      TableName: tableName,
      Key: marshall(deliveryItemKey(key)),
      UpdateExpression: 'SET otherMessageIds = list_append(if_not_exists(otherMessageIds, :none), :ids)',
      ConditionExpression: 'NOT contains(otherMessageIds, :id)',
      ExpressionAttributeValues: marshall({ ':none': [], ':ids': [messageId], ':id': messageId }),
      ReturnValues: 'ALL_NEW',
    });
    return (await attributesAfter(client, command)) === undefined ? 'recorded' : 'second-copy';
  };
  return {
    async read(key) {
      const command = new GetItemCommand({
        TableName: tableName,
        Key: marshall(deliveryItemKey(key)),
        ConsistentRead: true,
      });
      const { Item } = await client.send(command);
      return Item && toDelivery(unmarshall(Item));
    },
    claim: (key, seen, claim, now) =>
      write(key, {
        set: { ...claim, state: 'SENDING', dueAt: claim.leaseUntil },
        once: { createdAt: now },
        // A first claim, as nearly all are, finds nothing to remove.
        remove: seen ? ['uncertainSince', 'reason', ...ATTENTION] : [],
        condition: asSeenOrMine(seen, claim),
      }),
    release: (key, claim, { budget, dueAt, reason }) =>
      write(key, {
        set: { state: 'RETRY', budget, dueAt, reason },
        remove: ['owner', 'leaseUntil'],
        condition: isMine(claim),
      }),
    doubt: (key, claim, { since, dueAt, reason }) =>
      write(key, {
        set: { state: 'UNCERTAIN', uncertainSince: since, dueAt, reason, ...attention(key, since) },
        remove: ['owner', 'leaseUntil'],
        condition: isMine(claim),
      }),
    hold: (key, seen, { since }) =>
      write(key, {
        set: { state: 'HELD', uncertainSince: since, reason: 'uncertain', ...attention(key, since) },
        remove: ['owner', 'leaseUntil', 'dueAt'],
        condition: asSeen(seen),
      }),
    skip: (key, seen, { reason, now }) =>
      write(key, {
        set: { state: 'SKIPPED', reason },
        once: { createdAt: now },
        remove: ['dueAt'],
        condition: asSeen(seen),
      }),
    async recordSent(key, { messageId, now }) {
      await write(key, {
        set: { state: 'SENT' },
        once: { messageId, sentAt: now, createdAt: now },
        remove: OVER_WHEN_SENT,
      });
    },
    async recordEvent(key, { type, messageId, now }) {
      const command = updateOf(tableName, key, {
        set: { state: 'SENT' },
        once: { messageId, sentAt: now, [eventAttribute(type)]: now },
        remove: OVER_WHEN_SENT,
        condition: RECORDED,
      });
      command.input.ReturnValues = 'ALL_NEW';
      const item = await attributesAfter(client, command);
      if (item === undefined) return 'unknown';
      return item['messageId'] === messageId ? 'recorded' : recordCopy(key, messageId);
    },
    settle: (key, seen, { now }) =>
      write(key, {
        set: { state: 'SENT', sentAt: now, reason: 'operator' },
        remove: OVER_WHEN_SETTLED,
        condition: asSeen(seen),
      }),
    reopen: (key, seen, { now }) =>
      write(key, {
        set: { state: 'RETRY', dueAt: now, reason: 'operator' },
        remove: ['uncertainSince', ...ATTENTION],
        condition: asSeen(seen),
      }),
    forget: (key, seen, { now }) =>
      seen?.state === 'SENT'
        ? write(key, { set: { forgottenAt: now }, condition: asSeen(seen) })
        : write(key, {
            set: { state: 'SKIPPED', reason: 'user-deleted' },
            once: { createdAt: now },
            remove: OVER_WHEN_SETTLED,
            condition: asSeen(seen),
          }),
  };
}

/** The item after an update, or undefined where its condition did not hold. */
async function attributesAfter(client: DynamoDBClient, command: UpdateItemCommand): Promise<Values | undefined> {
  try {
    const { Attributes } = await client.send(command);
    return Attributes && unmarshall(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Throws where the item is not of our making. */
export function toDelivery(item: Values): Delivery {
  const { otherMessageIds, ...known } = v.parse(ItemSchema, item);
  const events = SES_EVENT_TYPES.flatMap((type) => {
    const seenAt = item[eventAttribute(type)];
    return typeof seenAt === 'number' ? [[type, seenAt] as const] : [];
  });
  return {
    ...known,
    ...(otherMessageIds && { otherMessageIds }),
    ...(events.length > 0 && { events: Object.fromEntries(events) }),
  };
}
