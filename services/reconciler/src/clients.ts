import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoDbClient } from '@postconfirm/ledger';

/** Nobody waits for it; a call that gets no answer must still end long before the function does. */
const BOUNDED = {
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout: 10_000,
    socketTimeout: 10_000,
    throwOnRequestTimeout: true,
  },
};

export const createClients = (): Clients => ({
  cognito: new CognitoIdentityProviderClient(BOUNDED),
  dynamoDb: createDynamoDbClient(),
  logs: new CloudWatchLogsClient(BOUNDED),
  ses: new SESClient(BOUNDED),
  sqs: new SQSClient(BOUNDED),
});

export type Clients = {
  cognito: CognitoIdentityProviderClient;
  dynamoDb: ReturnType<typeof createDynamoDbClient>;
  logs: CloudWatchLogsClient;
  ses: SESClient;
  sqs: SQSClient;
};
