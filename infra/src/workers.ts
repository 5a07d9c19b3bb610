import type { QueueName } from '@postconfirm/contract';

/** What a worker may use besides its own queue and dead-letter queue: settings and permissions come together. */
export type Capability = 'fan-out' | 'table' | 'email' | 'sources' | 'events';

type Worker = {
  name: string;
  /** The queue that it alone consumes. */
  queue: QueueName;
  uses: readonly Capability[];
  /** Whether fan-out sends to its queue. */
  fed: boolean;
};

/**
 * One entry per worker. A new worker is an entry here, a queue in `@postconfirm/contract`, a folder in `services/`, its
 * numbers in `config/stage-config.ts` and a route in fan-out.
 */
export const WORKERS = [
  { name: 'fan-out', queue: 'confirmations', uses: ['fan-out'], fed: false },
  { name: 'email-worker', queue: 'email', uses: ['table', 'email'], fed: true },
  { name: 'enrichment-worker', queue: 'enrichment', uses: ['table', 'sources'], fed: true },
  { name: 'email-events', queue: 'email-events', uses: ['table', 'events'], fed: false },
] as const satisfies readonly Worker[];

export type WorkerEntry = (typeof WORKERS)[number];

export type WorkerName = WorkerEntry['name'];

/** The one worker that consumes a queue. */
export function consumerOf(queue: QueueName): WorkerEntry {
  const worker = WORKERS.find((entry) => entry.queue === queue);
  if (!worker) throw new Error(`No worker consumes queue ${queue}: workers.ts should have an entry for it.`);
  return worker;
}
