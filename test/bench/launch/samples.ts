import type { Grounds } from '../../simulation/functions.ts';
import { SIMULATED } from '../../simulation/settings.ts';

export type LaneName = keyof Grounds['lanes'];

export const LANES = SIMULATED.map(({ queue }) => queue);

/** The state of one queue at a moment. */
export type Depth = { messages: number; inFlight: number; oldestMs: number };

/** `at`: milliseconds from the beginning. Counts are of users until then. */
export type Sample = {
  at: number;
  confirmed: number;
  sent: number;
  enriched: number;
  queues: Record<LaneName, Depth>;
};

/** The largest value that any sample has. */
export const peakOf = (samples: readonly Sample[], lane: LaneName, what: keyof Depth): number =>
  samples.reduce((most, { queues }) => Math.max(most, queues[lane][what]), 0);

/** About so many of the samples, evenly, the last among them. */
export function thinned(samples: readonly Sample[], most: number): Sample[] {
  const step = Math.max(1, Math.ceil(samples.length / most));
  return samples.filter((_, index) => (samples.length - 1 - index) % step === 0);
}
