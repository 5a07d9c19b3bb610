import type { Line } from './line.ts';
import { MESSAGE_LINES } from './message.ts';

/** What the enrichment worker says. */
export const ENRICHMENT_WORKER_LINES = {
  ...MESSAGE_LINES,
  SOURCE_STORED: { level: 'info', text: 'Data of an external system is stored.', counted: true },
  SOURCE_FAILED: { level: 'warn', text: 'An external system gave no usable answer.', counted: true },
  SOURCE_GIVEN_UP: { level: 'error', text: 'An external system failed through all attempts.', counted: true },
  WRITTEN_BACK: { level: 'info', text: 'Cognito holds the chosen fields.', counted: true },
  WRITE_BACK_FAILED: { level: 'warn', text: 'Cognito did not take the chosen fields.', counted: true },
} as const satisfies Record<string, Line>;

export type EnrichmentWorkerCode = keyof typeof ENRICHMENT_WORKER_LINES;
