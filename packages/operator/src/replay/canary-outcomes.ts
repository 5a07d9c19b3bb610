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
      const records = await readUserRecords(clients.dynamodb, tableName, keys);
      return records.map((record, index) => enriched(record, replaysOfCopy(letters[index])));
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

/** A copy counts one replay more than the dead letter that it is of. */
const replaysOfCopy = (letter: DeadLetter | undefined): number =>
  letter?.content.kind === 'message' ? letter.content.message.replays + 1 : 0;

/** What failed before the copy came still stands in the record until the worker has tried again: its mark tells. */
export function enriched(record: FoundRecord, replays: number): CanaryOutcome {
  if (record === 'deleted') return 'done';
  const sources = Object.values(record?.sources ?? {});
  const hasFailed = (state: Budgeted | undefined) => state?.status === 'failed' && state.replays >= replays;
  if (sources.some(hasFailed) || hasFailed(record?.writeBack)) return 'failed';
  const isDone = sources.length > 0 && sources.every(({ status }) => status === 'ok');
  return isDone && record?.writeBack?.status !== 'failed' ? 'done' : 'waiting';
}

type Budgeted = { status: string; replays: number };
