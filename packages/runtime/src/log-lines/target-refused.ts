import type { Line } from './line.ts';

/** A line of fan-out and of the reconciler. */
export const TARGET_REFUSED = {
  level: 'error',
  text: 'A queue did not take a message; it goes back to where it came from.',
  counted: true,
} as const satisfies Line;
