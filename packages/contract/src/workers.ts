import { CAUSES, type Cause } from './cause.ts';

/** What a worker may use besides its own queue and dead-letter queue: a file each in `infra/src/capabilities`. */
export const CAPABILITIES = ['fan-out', 'table', 'email', 'sources', 'events'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Everything that is said of a worker: its queue, function, mapping, settings, alarms and rows follow from it. */
export type WorkerEntry = {
  /** Of its function, and of its folder in `services/`. */
  name: string;
  /** The queue that it alone consumes; its dead-letter queue is `<queue>-dlq`. */
  queue: string;
  /**
   * Receives before SQS redrives a message by itself. Where every wait costs a receive, the waits must outlast 13 days
   * (docs/adr/0004), so native redrive is left for crashes.
   */
  receives: number;
  uses: readonly Capability[];
  /** What fan-out copies to its queue: confirmations of these causes, and password resets. Left out: nothing. */
  fed?: { confirmed: readonly Cause[]; passwordResets?: boolean };
  /** What follows for users while its messages are not done; an alarm says it after `Meanwhile`. */
  impact: string;
  /** Standard numbers; a stage may set its own. Whatever is left out here is 256 MB, batches of 10 and no window. */
  standard: {
    /** Seconds below which it would never begin an effect, for its calls might not end in time. */
    leastTimeoutSeconds: number;
    timeoutSeconds: number;
    maximumConcurrency: number;
  };
};

export const WORKERS = [
  {
    name: 'fan-out',
    queue: 'confirmations',
    // Its only work is to pass on: few by design.
    receives: 10,
    uses: ['fan-out'],
    impact: 'these users get neither their welcome email nor their record',
    standard: { leastTimeoutSeconds: 10, timeoutSeconds: 10, maximumConcurrency: 10 },
  },
  {
    name: 'email-worker',
    queue: 'email',
    receives: 150,
    uses: ['table', 'email'],
    fed: { confirmed: CAUSES },
    impact: 'these users wait for their welcome email',
    standard: { leastTimeoutSeconds: 20, timeoutSeconds: 30, maximumConcurrency: 4 },
  },
  {
    name: 'enrichment-worker',
    queue: 'enrichment',
    receives: 150,
    uses: ['table', 'sources'],
    // The console's test event belongs to no user: there is no record to enrich.
    fed: { confirmed: ['sign-up', 'admin', 'federated', 'reconciled', 'probe'] },
    impact: 'the records of these users lack data of external systems',
    standard: { leastTimeoutSeconds: 20, timeoutSeconds: 30, maximumConcurrency: 10 },
  },
  {
    name: 'email-events',
    queue: 'email-events',
    receives: 150,
    uses: ['table', 'events'],
    impact: 'the ledger misses what became of some emails, and sends in doubt may be held for a person',
    // Few, for all of them move one item on; a hundred events a second are far above what SES sends.
    standard: { leastTimeoutSeconds: 20, timeoutSeconds: 30, maximumConcurrency: 2 },
  },
] as const satisfies readonly WorkerEntry[];

export type WorkerName = (typeof WORKERS)[number]['name'];
