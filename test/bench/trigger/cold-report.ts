import type { Measured } from './cold-run.ts';
import type { ColdStart } from './cold-start.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { EMPTY, FLOOR, PREWARMED, TRIGGER_NAME } from './variants.ts';

const totalOf = ({ initCpu, invokeCpu }: ColdStart) => initCpu + invokeCpu;

/** A variant's figures in milliseconds; `times` as multiples of an empty handler of the same round. */
export type Row = {
  name: string;
  says: string;
  bytes: number;
  init: Spread;
  invoke: Spread;
  total: Spread;
  times: Spread;
  wall: Spread;
  invokeWall: Spread;
  cachedTotal?: Spread;
  cachedTimes?: Spread;
};

export function rowsOf(measured: readonly Measured[]): Row[] {
  const empty = measured.find(({ variant }) => variant.name === EMPTY);
  return measured.map(({ variant, bytes, plain, cached }) => ({
    name: variant.name,
    says: variant.says,
    bytes,
    init: spreadOf(plain.map(({ initCpu }) => initCpu)),
    invoke: spreadOf(plain.map(({ invokeCpu }) => invokeCpu)),
    total: spreadOf(plain.map(totalOf)),
    times: timesOf(plain, empty?.plain ?? []),
    wall: spreadOf(plain.map(({ initWall, invokeWall }) => initWall + invokeWall)),
    invokeWall: spreadOf(plain.map(({ invokeWall }) => invokeWall)),
    ...(cached.length > 0 && {
      cachedTotal: spreadOf(cached.map(totalOf)),
      cachedTimes: timesOf(cached, empty?.plain ?? []),
    }),
  }));
}

/** Round by round, so that what slowed a whole round down cancels out. */
const timesOf = (starts: readonly ColdStart[], others: readonly ColdStart[]) =>
  spreadOf(starts.flatMap((start, round) => (others[round] ? [totalOf(start) / totalOf(others[round])] : [])));

/** What the design promises of the trigger's cold start, and what came of it. */
export type Bar = { what: string; most: number; is: number };

/** The compile cache is ours alone: all that the trigger is compared with runs without one. */
export function barsOf(rows: readonly Row[]): Bar[] {
  const median = (name: string) => rows.find((row) => row.name === name)?.total.median ?? Number.NaN;
  const ours = median(TRIGGER_NAME);
  const cached = rows.find((row) => row.name === TRIGGER_NAME)?.cachedTotal?.median ?? Number.NaN;
  const excess = (total: number) => (total - median(EMPTY)) / (median(FLOOR) - median(EMPTY));
  const first = (name: string) => rows.find((row) => row.name === name)?.invokeWall.median ?? Number.NaN;
  const bars: Bar[] = [
    { what: 'ours / empty', most: 3, is: ours / median(EMPTY) },
    { what: 'ours with a compile cache / empty', most: 2.6, is: cached / median(EMPTY) },
    { what: "ours / AWS's example, plain", most: 0.82, is: ours / median('aws-plain') },
    { what: "ours with a compile cache / AWS's example, plain", most: 0.7, is: cached / median('aws-plain') },
    { what: 'ours / Powertools with tracer, plain', most: 0.68, is: ours / median('tracer-plain') },
    {
      what: 'ours with a compile cache / Powertools with tracer, plain',
      most: 0.58,
      is: cached / median('tracer-plain'),
    },
    { what: '(ours − empty) / (hand-signed − empty)', most: 2.6, is: excess(ours) },
    { what: '(ours with a compile cache − empty) / (hand-signed − empty)', most: 2.1, is: excess(cached) },
    { what: 'first invocation by the clock, pre-warmed / not', most: 0.25, is: first(PREWARMED) / first(TRIGGER_NAME) },
    {
      what: 'ours / Powertools without tracer, bundled as ours',
      most: Number.NaN,
      is: ours / median('powertools-ours'),
    },
  ];
  return bars.filter(({ is }) => Number.isFinite(is));
}
