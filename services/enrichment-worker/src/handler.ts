import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoDbUserRecords } from '@postconfirm/ledger';
import {
  backoffSeconds,
  type EnrichmentWorkerCode,
  eachMessage,
  type Log,
  sqsHandler,
  USER_MESSAGES,
} from '@postconfirm/runtime';
import { createWriteAttributes } from './cognito-attributes.ts';
import { createConnections } from './connections.ts';
import { createEnrich } from './enrich.ts';
import type { EnrichmentSettings } from './env.ts';
import { SOURCES } from './sources.ts';

type Dependencies = {
  settings: EnrichmentSettings;
  log: Log<EnrichmentWorkerCode>;
  sqs: SQSClient;
  dynamoDb: DynamoDBClient;
  cognito: CognitoIdentityProviderClient;
  secrets: SecretsManagerClient;
};

export function createHandler({ settings, log, sqs, dynamoDb, cognito, secrets }: Dependencies) {
  const backoff = { baseSeconds: settings.backoffBaseSeconds, capSeconds: settings.backoffCapSeconds };
  const enrich = createEnrich({
    records: createDynamoDbUserRecords(dynamoDb, settings.tableName),
    sources: SOURCES.filter(({ name }) => settings.sources[name] !== undefined),
    connections: createConnections(settings, secrets),
    writeBackRules: settings.writeBackRules,
    writeAttributes: createWriteAttributes(cognito),
    maxAttempts: settings.maxAttempts,
    backoff: (receiveCount) => backoffSeconds(backoff, receiveCount, Math.random),
    now: Date.now,
    log,
  });
  return sqsHandler({
    worker: 'enrichment-worker',
    settings,
    sqs,
    log,
    bodies: USER_MESSAGES,
    process: eachMessage(enrich, log),
  });
}
