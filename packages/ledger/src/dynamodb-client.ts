import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Waits are bounded (the SDK's own socket timeout is 5 minutes), and a throttled write is tried long enough that the
 * record of an accepted email is not lost to it.
 */
export const createDynamoDbClient = () =>
  new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true },
  });
