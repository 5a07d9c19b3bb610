import { WORKERS as ENTRIES } from '@postconfirm/contract';
import type { DeliveryRules } from '@postconfirm/ledger';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Production's numbers (infra/src/config); a test compares them with the synthesized template. */
export const TIMES = {
  retentionMs: 14 * DAY,
  agedMarginSeconds: (1 * DAY) / SECOND,
  backoff: { baseSeconds: 60, capSeconds: (4 * HOUR) / SECOND },
  heartbeatMs: 1 * MINUTE,
  triggerTimeoutMs: 4 * SECOND,
  cognitoTimeoutMs: 5 * SECOND,
  gapMs: 5 * MINUTE,
};

/** Cognito asks so often while it gets no answer. */
export const COGNITO_TRIES = 3;

export const WORKERS = {
  'fan-out': { timeoutMs: 10 * SECOND, maximumConcurrency: 4, batchSize: 10 },
  'email-worker': { timeoutMs: 30 * SECOND, maximumConcurrency: 4, batchSize: 5 },
  'enrichment-worker': { timeoutMs: 30 * SECOND, maximumConcurrency: 4, batchSize: 10 },
  'email-events': { timeoutMs: 30 * SECOND, maximumConcurrency: 2, batchSize: 10 },
} as const;

export type WorkerName = keyof typeof WORKERS;

type Entry = Extract<(typeof ENTRIES)[number], { name: WorkerName }>;

/** The entries of these workers. Whoever adds another to the contract finds it neither fed nor counted here. */
export const SIMULATED: readonly Entry[] = ENTRIES.filter((entry): entry is Entry =>
  Object.hasOwn(WORKERS, entry.name),
);

/** AWS's rule: six times the function's timeout. */
export const visibilityMs = (worker: WorkerName): number => 6 * WORKERS[worker].timeoutMs;

export const SENDS_PER_SECOND = 14;
/** Whole sends per second, shared out rounded down. */
export const SEND_INTERVAL_MS = Math.ceil(
  SECOND / Math.floor(SENDS_PER_SECOND / WORKERS['email-worker'].maximumConcurrency),
);

export const RULES: Omit<DeliveryRules, 'policy'> = {
  leaseMs: WORKERS['email-worker'].timeoutMs + 60 * SECOND,
  windowMs: 15 * MINUTE,
  gapMs: TIMES.gapMs,
  recheckMs: 10 * MINUTE,
  doubtCapMs: 4 * HOUR,
  staleAfterMs: 72 * HOUR,
  accountWaitMs: HOUR,
  maxAttempts: 8,
};

const SOURCE_ATTEMPTS = 12;

/** What the functions of a stage are told by their settings. */
export type Numbers = Pick<typeof TIMES, 'retentionMs' | 'agedMarginSeconds' | 'backoff' | 'gapMs'> & {
  sendIntervalMs: number;
  sourceAttempts: number;
};

export const NUMBERS: Numbers = { ...TIMES, sendIntervalMs: SEND_INTERVAL_MS, sourceAttempts: SOURCE_ATTEMPTS };
