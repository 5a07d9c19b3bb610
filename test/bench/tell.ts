import type { Spread } from './trigger/statistics.ts';

/** `12.3 (11.9–12.8)`: the median and its quartiles. */
export const tell = ({ median, low, high }: Spread, digits = 2) =>
  `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
