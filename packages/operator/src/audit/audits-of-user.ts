import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Stage } from '../stage/stage.ts';

const AuditSchema = v.object({
  command: v.string(),
  startedAt: v.number(),
  who: v.string(),
  why: v.optional(v.string()),
  filter: v.optional(v.unknown()),
});

export type AuditOfUser = v.InferOutput<typeof AuditSchema>;

/** What operators did that names this very user: a replay of many names nobody, a repair whom it was for. */
export async function auditsOfUser({ clients, tableName }: Stage, sub: string): Promise<AuditOfUser[]> {
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'AUDIT' } },
      ConsistentRead: true,
    },
  );
  const isAbout = ({ filter = {} }: AuditOfUser) => JSON.stringify(filter).includes(JSON.stringify(sub));
  const found: AuditOfUser[] = [];
  for await (const { Items = [] } of pages) {
    found.push(
      ...Items.map((item) => unmarshall(item))
        .flatMap(auditOf)
        .filter(isAbout),
    );
  }
  return found;
}

/** A record of another making is passed over: it must not hide all others. */
export function auditOf(item: unknown): AuditOfUser[] {
  const read = v.safeParse(AuditSchema, item);
  return read.success ? [read.output] : [];
}
