import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

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
  // It would walk through every input and output for a log that there is not.
  client.middlewareStack.remove('loggerMiddleware');
  // One signer for all calls, not one for each: it asks for time and credentials at every call.
  const { signer } = client.config;
  let kept: ReturnType<typeof signer> | undefined;
  client.config.signer = (scheme) => (kept ??= signer(scheme));
  return client;
}
