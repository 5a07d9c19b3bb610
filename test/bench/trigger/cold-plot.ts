import { barPlot } from './bar-plot.ts';
import type { Row } from './cold-report.ts';

/** Every variant's cold start as a bar: initialization, then the first invocation. */
export const coldPlot = (rows: readonly Row[]): string =>
  barPlot({
    title: 'CPU of a cold start in milliseconds: median, and quartiles of the whole',
    legend: ['initialization', 'first invocation'],
    bars: rows.map(({ says, init, invoke, total }) => ({
      label: says,
      parts: [init.median, invoke.median],
      whole: total,
    })),
  });
