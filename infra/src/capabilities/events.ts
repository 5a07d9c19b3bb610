import { scaledSeconds } from '../config/derived.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Judges by the gap whether events flow. */
export const events = ({ deployment: { config } }: WorkerContext): Granted => ({
  environment: { EVENT_GAP_SECONDS: String(scaledSeconds(config, config.email.eventGapSeconds)) },
  statements: [],
});
