import { createLog, ENRICHMENT_WORKER_LINES } from '@postconfirm/runtime';
import { createClients } from './clients.ts';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: ENRICHMENT_WORKER_LINES });

export const handler = createHandler({ settings, log, ...createClients() });
