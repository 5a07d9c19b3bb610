import { type QueueName, WORKERS } from '@postconfirm/contract';
import { type Delivery, type FoundRecord, readDeliveries, readUserRecords } from '@postconfirm/ledger';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { logLines } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';

/** What is known of a message that was replayed. */
export type CanaryOutcome = 'done' | 'waiting' | 'failed';

/** In the order of the letters. */
export type Outcomes = (letters: readonly DeadLetter[]) => Promise<CanaryOutcome[]>;

/** Reads from the ledger what became of messages of this queue; of what the ledger does not know, from the worker's log since then. */
export function createOutcomes(stage: Stage, queue: QueueName, since: number): Outcomes {
  if (queue === 'enrichment') return ofRecords(stage);
  const outcome = OF_DELIVERY[queue];
  return outcome === undefined ? saidByWorker(stage, workerOf(queue), since) : ofDeliveries(stage, outcome);
}

const keysOf = (letters: readonly DeadLetter[]) => letters.flatMap(({ content }) => subjectOf(content) ?? []);

const ofRecords =
  ({ clients, tableName }: Stage): Outcomes =>
  async (letters) => {
    const records = await readUserRecords(clients.dynamodb, tableName, keysOf(letters));
    return records.map((record, index) => enriched(record, replaysOfCopy(letters[index])));
  };

type OfDelivery = (delivery: Delivery | undefined) => CanaryOutcome;

const ofDeliveries =
  ({ clients, tableName }: Stage, outcome: OfDelivery): Outcomes =>
  async (letters) =>
    (await readDeliveries(clients.dynamodb, tableName, keysOf(letters))).map(outcome);

const OF_DELIVERY: Partial<Record<QueueName, OfDelivery>> = {
  // It came to a worker: what follows is that queue's.
  confirmations: (delivery) => (delivery === undefined ? 'waiting' : 'done'),
  email: (delivery) => {
    if (delivery?.state === 'HELD') return 'failed';
    return delivery?.state === 'SENT' || delivery?.state === 'SKIPPED' ? 'done' : 'waiting';
  },
  // An event makes no record where there is none.
  'email-events': (delivery) => (delivery === undefined || delivery.state === 'SENT' ? 'done' : 'waiting'),
};

const COMPLETE = ['MESSAGE_DONE', 'MESSAGE_DUPLICATE'];

/** One that dies again is seen in its dead-letter queue. */
export const saidByWorker =
  (stage: Stage, worker: string, since: number): Outcomes =>
  (letters) =>
    Promise.all(
      keysOf(letters).map(async ({ sub, kind }) => {
        const lines = await logLines(stage, worker, { pattern: `{ $.sub = "${sub}" }`, since });
        return lines.some(({ code, fields }) => COMPLETE.includes(code) && fields['kind'] === kind)
          ? 'done'
          : 'waiting';
      }),
    );

function workerOf(queue: QueueName): string {
  const worker = WORKERS.find((entry) => entry.queue === queue);
  if (worker === undefined) throw new Error(`No worker consumes queue ${queue}.`);
  return worker.name;
}

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
