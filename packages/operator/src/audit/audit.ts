import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Stage } from '../stage/stage.ts';

/** What a changing command did. It holds no personal data of users; `why` is the operator's own word. */
export type Audit = {
  /** Of the command's run: what is recorded again under it is added to what was. */
  id: string;
  command: string;
  /** Epoch milliseconds. */
  startedAt: number;
  endedAt?: number;
  why?: string;
  filter?: Record<string, unknown>;
  planHash?: string;
  counts?: Record<string, number>;
  /** How it ended, where that is not plain: `interrupted`, `canary-failed`. */
  ended?: string;
};

/**
 * Records who changes what, by the identity that STS gives: once before anything is changed, and again with the counts
 * when it is done. A command that cannot be recorded does not begin.
 */
export async function recordAudit({ clients, tableName, name }: Stage, audit: Audit): Promise<void> {
  const { id, startedAt, ...said } = audit;
  const { Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const fields = Object.entries({ ...said, startedAt, who: Arn ?? 'unknown', stage: name });
  await clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: marshall({ pk: 'AUDIT', sk: `${new Date(startedAt).toISOString()}#${id}` }),
      UpdateExpression: `SET ${fields.map((_, index) => `#f${index} = :f${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(fields.map(([field], index) => [`#f${index}`, field])),
      ExpressionAttributeValues: marshall(Object.fromEntries(fields.map(([, value], index) => [`:f${index}`, value])), {
        removeUndefinedValues: true,
      }),
    }),
  );
}
