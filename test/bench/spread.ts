/** A figure of several runs: the median, the least and the greatest. */
export type Spread = { median: number; least: number; greatest: number };

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (position: number) => sorted[position] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, least: at(0), greatest: at(sorted.length - 1) };
}

export const tell = ({ median, least, greatest }: Spread, digits = 2) =>
  `${median.toFixed(digits)} (${least.toFixed(digits)}–${greatest.toFixed(digits)})`;
