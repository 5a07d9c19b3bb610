import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Created, Wanted } from './deploy.ts';

type Shape = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
>;

const SHAPE = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
] as const satisfies (keyof Shape)[];

/** Creates a table with its keys and indexes. Backups, encryption and deletion protection mean nothing here. */
export const createTable =
  (dynamodb: DynamoDBClient, found: (tableName: string) => void) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const name = String(properties['TableName'] ?? `${stack.name}-${logicalId}`);
    const shape: Shape = Object.fromEntries(
      SHAPE.filter((key) => properties[key] !== undefined).map((key) => [key, plain(properties[key])]),
    );
    await dynamodb.send(new CreateTableCommand({ TableName: name, ...shape }));
    found(name);
    return { ref: name, attributes: { Arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}` } };
  };

/** Index settings that only CloudFormation knows would be refused by CreateTable. */
function plain(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map(({ ContributorInsightsSpecification: _, WarmThroughput: __, ...rest }) => rest);
}
