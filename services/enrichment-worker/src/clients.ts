import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createDynamoDbClient } from '@postconfirm/ledger';
import { createSqsClient } from '@postconfirm/runtime';
import { lean } from '@postconfirm/runtime/lean-client.ts';

/** Bounded waits: the SDK's own socket timeouts outlast the function by far. */
const BOUNDED = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true },
};

export const createClients = () => ({
  sqs: createSqsClient(),
  dynamoDb: createDynamoDbClient(),
  cognito: lean(new CognitoIdentityProviderClient(BOUNDED)),
  secrets: new SecretsManagerClient(BOUNDED),
});
