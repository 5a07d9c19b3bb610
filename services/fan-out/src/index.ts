import { createLog, createSqsClient, FAN_OUT_LINES } from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: FAN_OUT_LINES });

export const handler = createHandler({ settings, sqs: createSqsClient(), log });
