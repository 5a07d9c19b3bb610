import type { Bar, Row } from './cold-report.ts';
import type { Spread } from './statistics.ts';

const ms = ({ median, low, high }: Spread) => `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
const times = ({ median, low, high }: Spread) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);

/** The report as Markdown: what was asked of the trigger, then every variant. */
export function coldPage(rows: readonly Row[], bars: readonly Bar[], machine: string): string {
  return ['# Cold starts', '', machine, '', ...barLines(bars), '', ...rowLines(rows), ''].join('\n');
}

const barLines = (bars: readonly Bar[]) => [
  '| CPU of the cold start | at most | ratio of medians | round by round | |',
  '| --- | --- | --- | --- | --- |',
  ...bars.map(({ what, most, is, rounds }) => {
    const wanted = Number.isNaN(most) ? ['–', ''] : [most, is <= most && rounds.median <= most ? 'met' : 'not met'];
    return `| ${what} | ${wanted[0]} | ${is.toFixed(2)} | ${times(rounds)} | ${wanted[1]} |`;
  }),
];

const rowLines = (rows: readonly Row[]) => [
  'CPU in milliseconds: median (quartiles).',
  '',
  '| variant | kB | init | first invocation | together | × empty | together, compile cache | × empty | by the clock | of it the first invocation |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map((row) => {
    const cells = [
      row.says,
      kilobytes(row.bytes),
      ...[row.init, row.invoke, row.total].map(ms),
      times(row.times),
      row.cachedTotal ? ms(row.cachedTotal) : '–',
      row.cachedTimes ? times(row.cachedTimes) : '–',
      ms(row.wall),
      ms(row.invokeWall),
    ];
    return `| ${cells.join(' | ')} |`;
  }),
];
