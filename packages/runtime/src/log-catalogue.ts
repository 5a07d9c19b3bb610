import { EMAIL_EVENTS_LINES } from './log-lines/email-events.ts';
import { EMAIL_WORKER_LINES } from './log-lines/email-worker.ts';
import { ENRICHMENT_WORKER_LINES } from './log-lines/enrichment-worker.ts';
import { FAN_OUT_LINES } from './log-lines/fan-out.ts';
import { RECONCILER_LINES } from './log-lines/reconciler.ts';
import { TRIGGER_LINES } from './log-lines/trigger.ts';

/**
 * Everything that the system says, by code. For types, tests and documentation: a function is built with its own lines
 * alone, for its cold start pays for every byte.
 */
export const LOG_CATALOGUE = {
  ...TRIGGER_LINES,
  ...FAN_OUT_LINES,
  ...EMAIL_WORKER_LINES,
  ...EMAIL_EVENTS_LINES,
  ...ENRICHMENT_WORKER_LINES,
  ...RECONCILER_LINES,
};

export type LogCode = keyof typeof LOG_CATALOGUE;
