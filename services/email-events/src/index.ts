import { createDynamoDbClient, createDynamoDbDeliveryStore, createDynamoDbEventFlowStore } from '@postconfirm/ledger';
import { createLog, createSqsClient, EMAIL_EVENTS_LINES } from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: EMAIL_EVENTS_LINES });
const dynamoDb = createDynamoDbClient();
const deliveries = createDynamoDbDeliveryStore(dynamoDb, settings.tableName);
const flow = createDynamoDbEventFlowStore(dynamoDb, settings.tableName);

export const handler = createHandler({ settings, sqs: createSqsClient(), deliveries, flow, log });
