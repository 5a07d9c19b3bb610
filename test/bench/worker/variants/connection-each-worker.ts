import { createSecureContext } from 'node:tls';
import { SESClient } from '@aws-sdk/client-ses';
import { readEnvironment } from '@postconfirm/email-worker/env.ts';
import { createHandler } from '@postconfirm/email-worker/handler.ts';
import { createSesMailer } from '@postconfirm/email-worker/ses-mailer.ts';
import { createDynamoDbClient, createDynamoDbDeliveryStore, createDynamoDbEventFlowStore } from '@postconfirm/ledger';
import { createLog, createSqsClient, EMAIL_WORKER_LINES } from '@postconfirm/runtime';

// The email worker as its index.ts composes it, but for SES's connections: one for each email, what ADR 16 saves.

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: EMAIL_WORKER_LINES });
const dynamoDb = createDynamoDbClient();
const store = createDynamoDbDeliveryStore(dynamoDb, settings.tableName);
const flow = createDynamoDbEventFlowStore(dynamoDb, settings.tableName);
// One context for all of them: made anew for each connection it takes more CPU than the rest of a resumed handshake.
const httpsAgent = { keepAlive: false, secureContext: createSecureContext() };
const requestHandler = { requestTimeout: 7000, throwOnRequestTimeout: true, httpsAgent };
const client = new SESClient({ maxAttempts: 1, requestHandler });
const mailer = createSesMailer({ client, ...settings });

export const handler = createHandler({ settings, sqs: createSqsClient(), store, flow, mailer, log });
