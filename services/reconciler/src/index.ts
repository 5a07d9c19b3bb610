import { createLog, RECONCILER_LINES } from '@postconfirm/runtime';
import { createClients } from './clients.ts';
import { readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { createTasks } from './tasks.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: RECONCILER_LINES });

export const handler = createHandler(createTasks({ settings, clients: createClients(), log }));
