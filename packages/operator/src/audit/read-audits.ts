import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Stage } from '../stage/stage.ts';

const RecordedSchema = v.object({
  command: v.string(),
  /** Epoch milliseconds; without `endedAt` it is at work, or was ended from outside. */
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  ended: v.optional(v.string()),
  /** ARN of the operator. */
  who: v.string(),
  why: v.optional(v.string()),
  /** Of a replay: the plan that ran. */
  planHash: v.optional(v.string()),
  filter: v.optional(v.record(v.string(), v.unknown())),
  counts: v.optional(v.record(v.string(), v.number())),
});

/** What an operator did, as the table holds it. */
export type Recorded = v.InferOutput<typeof RecordedSchema>;

/** What operators changed since a time (epoch ms), in order of time. */
export async function readAudits({ clients, tableName }: Stage, since = 0): Promise<Recorded[]> {
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk >= :since',
      ExpressionAttributeValues: { ':pk': { S: 'AUDIT' }, ':since': { S: new Date(since).toISOString() } },
      ConsistentRead: true,
    },
  );
  const found: Recorded[] = [];
  for await (const { Items = [] } of pages) found.push(...Items.flatMap((item) => recordedOf(unmarshall(item))));
  return found;
}

/** A record of another making is passed over: it must not hide all others. */
export function recordedOf(item: unknown): Recorded[] {
  const read = v.safeParse(RecordedSchema, item);
  return read.success ? [read.output] : [];
}
