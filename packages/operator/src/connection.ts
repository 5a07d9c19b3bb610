import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { physicalName } from '@postconfirm/contract';
import * as v from 'valibot';

/** A deployed stage, as the operator reaches it. */
export type Connection = {
  stage: string;
  sqs: SQSClient;
  dynamodb: DynamoDBClient;
  tableName: string;
  /** The stage's own pool, where the connection knows it. */
  userPoolId?: string;
};

/** The operator can do something about it: the message says what. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

const EndpointsSchema = v.object({
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  urls: v.object({ sqs: v.string(), dynamodb: v.string() }),
  tableName: v.string(),
  userPoolId: v.string(),
});

/** `local` is the stack of `npm start`; any other stage is reached with the credentials and region of the AWS SDK's own chain. */
export function connect(stage: string, endpointsFile: string): Connection {
  if (stage === 'local') return connectLocally(endpointsFile);
  return { stage, sqs: new SQSClient({}), dynamodb: new DynamoDBClient({}), tableName: physicalName(stage) };
}

function connectLocally(endpointsFile: string): Connection {
  if (!existsSync(endpointsFile)) {
    throw new ConnectionError(
      'No local stack runs: start one with `npm start`, or name a deployed stage with --stage.',
    );
  }
  const { urls, region, credentials, tableName, userPoolId } = v.parse(
    EndpointsSchema,
    JSON.parse(readFileSync(endpointsFile, 'utf8')),
  );
  return {
    stage: 'local',
    sqs: new SQSClient({ region, credentials, endpoint: urls.sqs }),
    dynamodb: new DynamoDBClient({ region, credentials, endpoint: urls.dynamodb }),
    tableName,
    userPoolId,
  };
}
