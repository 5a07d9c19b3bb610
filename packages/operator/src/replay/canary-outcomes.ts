import type { QueueName } from '@postconfirm/contract';
import { type Delivery, type FoundRecord, readDeliveries, readUserRecords } from '@postconfirm/ledger';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { Stage } from '../stage/stage.ts';

/** What the ledger shows of a message that was replayed. */
export type CanaryOutcome = 'done' | 'waiting' | 'failed';

/** In the order of the letters. */
export type Outcomes = (letters: readonly DeadLetter[]) => Promise<CanaryOutcome[]>;

/** Reads from the ledger what became of messages of this queue. */
export function createOutcomes({ clients, tableName }: Stage, queue: QueueName): Outcomes {
  return async (letters) => {
    const keys = letters.flatMap(({ content }) => subjectOf(content) ?? []);
    if (queue === 'enrichment') {
      return (await readUserRecords(clients.dynamodb, tableName, keys)).map(enriched);
    }
    const deliveries = await readDeliveries(clients.dynamodb, tableName, keys);
    return deliveries.map((delivery) => OUTCOME[queue](delivery));
  };
}

const OUTCOME: Record<Exclude<QueueName, 'enrichment'>, (delivery: Delivery | undefined) => CanaryOutcome> = {
  // It came to a worker: what follows is that queue's.
  confirmations: (delivery) => (delivery === undefined ? 'waiting' : 'done'),
  email: (delivery) => {
    if (delivery?.state === 'HELD') return 'failed';
    return delivery?.state === 'SENT' || delivery?.state === 'SKIPPED' ? 'done' : 'waiting';
  },
  // An event makes no record where there is none.
  'email-events': (delivery) => (delivery === undefined || delivery.state === 'SENT' ? 'done' : 'waiting'),
};

function enriched(record: FoundRecord): CanaryOutcome {
  if (record === 'deleted') return 'done';
  const states = Object.values(record?.sources ?? {}).map(({ status }) => status);
  if (states.includes('failed') || record?.writeBack?.status === 'failed') return 'failed';
  return states.length > 0 && states.every((status) => status === 'ok') ? 'done' : 'waiting';
}
