import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { lean } from '@postconfirm/runtime/lean-client.ts';

/**
 * Waits are bounded (the SDK's own socket timeout is 5 minutes), and a throttled write is tried long enough that the
 * record of an accepted email is not lost to it.
 */
export function createDynamoDbClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 5,
    // The way through the SDK is put together once for each kind of call, not for each call.
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true },
  });
  return lean(client);
}
