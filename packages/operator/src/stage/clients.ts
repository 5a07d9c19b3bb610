import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

const CONSTRUCTORS = {
  cloudwatch: CloudWatchClient,
  cognito: CognitoIdentityProviderClient,
  dynamodb: DynamoDBClient,
  lambda: LambdaClient,
  logs: CloudWatchLogsClient,
  ses: SESClient,
  sqs: SQSClient,
  sts: STSClient,
};

export type Service = keyof typeof CONSTRUCTORS;

export type Clients = { readonly [S in Service]: InstanceType<(typeof CONSTRUCTORS)[S]> };

export type ClientOptions = {
  region?: string;
  profile?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
};

/** Left to itself the SDK waits for a service that is silent for minutes, or for ever; after three such attempts a person is told. */
const BOUNDED = {
  connectionTimeout: 5000,
  requestTimeout: 10_000,
  socketTimeout: 10_000,
  throwOnRequestTimeout: true,
};

/** The AWS clients of a stage, each made when it is first used. */
export function createClients(optionsOf: (service: Service) => ClientOptions): Clients {
  const made = new Map<Service, unknown>();
  return new Proxy({} as Clients, {
    get: (_, service: Service) => {
      if (!made.has(service))
        made.set(service, new CONSTRUCTORS[service]({ ...optionsOf(service), requestHandler: BOUNDED }));
      return made.get(service);
    },
  });
}
