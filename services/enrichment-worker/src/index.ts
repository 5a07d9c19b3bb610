import { createLog } from '@postconfirm/runtime';
import { createClients } from './clients.ts';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName });

export const handler = createHandler({ settings, log, ...createClients() });
