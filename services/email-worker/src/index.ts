import { createDynamoDbClient, createDynamoDbDeliveryStore } from '@postconfirm/ledger';
import { createLog, createSqsClient } from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { createSesClient, createSesMailer } from './ses-mailer.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName });
const store = createDynamoDbDeliveryStore(createDynamoDbClient(), settings.tableName);
const mailer = createSesMailer({ client: createSesClient(), ...settings });

export const handler = createHandler({ settings, sqs: createSqsClient(), store, mailer, log });
