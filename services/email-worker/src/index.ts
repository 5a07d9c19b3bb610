import { createDynamoDbClient, createDynamoDbDeliveryStore, createDynamoDbEventFlowStore } from '@postconfirm/ledger';
import { createLog, createSqsClient, EMAIL_WORKER_LINES } from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { createSesClient, createSesMailer } from './ses-mailer.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: EMAIL_WORKER_LINES });
const dynamoDb = createDynamoDbClient();
const store = createDynamoDbDeliveryStore(dynamoDb, settings.tableName);
const flow = createDynamoDbEventFlowStore(dynamoDb, settings.tableName);
const mailer = createSesMailer({ client: createSesClient(), ...settings });

export const handler = createHandler({ settings, sqs: createSqsClient(), store, flow, mailer, log });
