import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { BudgetSchema, NO_BUDGET_SPENT } from './budget.ts';
import { type Claim, DELIVERY_STATES, type DeliveryKey, type DeliveryStore, type Seen } from './delivery.ts';
import { userPartition } from './user-partition.ts';

/** The sparse index holds only what a person may have to look at; ten shards keep one key from taking all writes. */
const ATTENTION_SHARDS = 10;

const partitionKey = ({ pool, sub }: DeliveryKey) => userPartition(pool, sub);

const itemKey = (key: DeliveryKey) => ({ pk: partitionKey(key), sk: `EMAIL#${key.kind}` });

function attentionShard(key: DeliveryKey): string {
  const sum = [...partitionKey(key)].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return `attention#${sum % ATTENTION_SHARDS}`;
}

const ATTENTION = ['attention', 'attentionSince'] as const;

const attention = (key: DeliveryKey, since: number) => ({ attention: attentionShard(key), attentionSince: since });

type Values = Record<string, unknown>;

/** A condition in DynamoDB's language, over names `#…` and values `:…`. */
type Condition = { expression: string; values: Values };

const SAME_CLAIM = '(#owner = :myOwner AND #state = :sending AND #attempt = :myAttempt)';

const isMine = (claim: Claim): Condition => ({
  expression: SAME_CLAIM,
  values: { myOwner: claim.owner, myAttempt: claim.attempt, sending: 'SENDING' },
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

type Change = { set: Values; once?: Values; remove?: readonly string[]; condition?: Condition };

/** Every write of the ledger is one update of this form; it raises the version. */
function updateOf(tableName: string, key: DeliveryKey, { set, once = {}, remove = [], condition }: Change) {
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(once).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    '#version = if_not_exists(#version, :zero) + :one',
  ];
  const removals = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  const expression = `SET ${assignments.join(', ')}${removals}`;
  const names = `${expression} ${condition?.expression ?? ''}`.match(/#\w+/g) ?? [];
  return new UpdateItemCommand({
    TableName: tableName,
    Key: marshall(itemKey(key)),
    UpdateExpression: expression,
    ConditionExpression: condition?.expression,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: marshall(
      Object.fromEntries(
        Object.entries({ ...set, ...once, ...condition?.values, zero: 0, one: 1 }).map(([k, value]) => [
          `:${k}`,
          value,
        ]),
      ),
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
  return {
    async read(key) {
      const command = new GetItemCommand({ TableName: tableName, Key: marshall(itemKey(key)), ConsistentRead: true });
      const { Item } = await client.send(command);
      return Item && v.parse(ItemSchema, unmarshall(Item));
    },
    claim: (key, seen, claim, now) =>
      write(key, {
        set: { ...claim, state: 'SENDING', dueAt: claim.leaseUntil },
        once: { createdAt: now },
        remove: ['uncertainSince', 'reason', ...ATTENTION],
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
        remove: ['owner', 'leaseUntil', 'uncertainSince', 'dueAt', 'reason', ...ATTENTION],
      });
    },
  };
}
