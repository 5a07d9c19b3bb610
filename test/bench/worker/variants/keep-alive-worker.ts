import { SESClient } from '@aws-sdk/client-ses';
import { readEnvironment } from '@postconfirm/email-worker/env.ts';
import { createHandler } from '@postconfirm/email-worker/handler.ts';
import { createSesMailer } from '@postconfirm/email-worker/ses-mailer.ts';
import { createDynamoDbClient, createDynamoDbDeliveryStore, createDynamoDbEventFlowStore } from '@postconfirm/ledger';
import { createLog, createSqsClient, EMAIL_WORKER_LINES } from '@postconfirm/runtime';

// The email worker as its index.ts composes it, but for SES's connections, which it keeps: what ADR 10 costs.

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: EMAIL_WORKER_LINES });
const dynamoDb = createDynamoDbClient();
const store = createDynamoDbDeliveryStore(dynamoDb, settings.tableName);
const flow = createDynamoDbEventFlowStore(dynamoDb, settings.tableName);
const client = new SESClient({ maxAttempts: 1, requestHandler: { requestTimeout: 7000, throwOnRequestTimeout: true } });
const mailer = createSesMailer({ client, ...settings });

export const handler = createHandler({ settings, sqs: createSqsClient(), store, flow, mailer, log });
