import { createDynamoDbEventFlowStore } from '@postconfirm/ledger';
import { commandLine } from '../stage/command-line.ts';
import { messagesIn, queueStatus } from '../status/queue-status.ts';
import { broken, type Check, ok, warning } from './finding.ts';

/** A heartbeat comes every minute; three missing ones are no accident. */
const MOST_SILENCE_MS = 240_000;

/** Reads the table too: without the right to, it says so. */
export const checkEventFlow: Check = {
  name: 'event flow',
  look: async ({ clients, tableName }, now) => {
    const flow = await createDynamoDbEventFlowStore(clients.dynamodb, tableName).read();
    if (flow === undefined) return warning('no event was read yet', 'Wait two minutes after a first deployment.');
    const silentMs = now - flow.lastSeen;
    if (silentMs <= MOST_SILENCE_MS) return ok(`last event ${Math.round(silentMs / 1000)} s ago`);
    return broken(
      `no event for ${Math.round(silentMs / 60_000)} minutes: doubtful sends stay open`,
      'Look at the function email-events and its queue: docs/operations.md.',
    );
  },
};

export const checkDeadLetters: Check = {
  name: 'dead letters',
  look: async (stage, now) => {
    const queues = await queueStatus(stage, now);
    const dead = queues.filter((status) => status.queue.endsWith('-dlq') && messagesIn(status) > 0);
    if (dead.length === 0) return ok('there are none');
    const counts = dead.map((status) => `${messagesIn(status)} in ${status.queue}`).join(', ');
    return warning(counts, commandLine(stage, 'status'));
  },
};
