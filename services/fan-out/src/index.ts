import { createLog, createSqsClient } from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName });

export const handler = createHandler({ settings, sqs: createSqsClient(), log });
