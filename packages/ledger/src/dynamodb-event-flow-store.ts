import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { type EventFlow, type EventFlowStore, flowAfter } from './event-flow.ts';

/** One item for the whole table; the pool does not matter, for all events come by one topic. */
const KEY = marshall({ pk: 'EVENT-FLOW', sk: 'EVENT-FLOW' });

/** Environments that apply events at once overtake each other. Whoever loses so often had others move the stream on. */
const TRIES = 5;

const FlowSchema = v.object({ lastSeen: v.number(), flowingSince: v.number() });

export function createDynamoDbEventFlowStore(client: DynamoDBClient, tableName: string): EventFlowStore {
  const read = async (): Promise<EventFlow> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }));
    return Item && v.parse(FlowSchema, unmarshall(Item));
  };
  const write = async (seen: EventFlow, next: NonNullable<EventFlow>): Promise<boolean> => {
    try {
      await client.send(updateOf(tableName, seen, next));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    read,
    async advance(event, gapMs) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const seen = await read();
        const next = flowAfter(seen, event, gapMs);
        if (next.lastSeen === seen?.lastSeen && next.flowingSince === seen.flowingSince) return;
        if (await write(seen, next)) return;
      }
    },
  };
}

/** From exactly what was read: neither of the two may go back. */
function updateOf(tableName: string, seen: EventFlow, next: NonNullable<EventFlow>) {
  const asSeen = 'lastSeen = :seenLast AND flowingSince = :seenSince';
  const seenValues = seen && { ':seenLast': seen.lastSeen, ':seenSince': seen.flowingSince };
  return new UpdateItemCommand({
    TableName: tableName,
    Key: KEY,
    UpdateExpression: 'SET lastSeen = :last, flowingSince = :since',
    ConditionExpression: seen ? asSeen : 'attribute_not_exists(pk)',
    ExpressionAttributeValues: marshall({ ':last': next.lastSeen, ':since': next.flowingSince, ...seenValues }),
  });
}
