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

/**
 * What the design promises of the trigger's cold start, and what came of it: as a ratio of medians, and round by round, which
 * holds where the machine's mood changed between rounds.
 */
export type Bar = { what: string; most: number; is: number; rounds: Spread };

/** Milliseconds of a variant in one round, or their median. */
type Figures = (name: string, figure?: 'cached' | 'first') => number;

/** The compile cache is ours alone: all that the trigger is compared with runs without one. */
const BARS: readonly { what: string; most: number; ratio: (of: Figures) => number }[] = [
  { what: 'ours / empty', most: 3, ratio: (of) => of(TRIGGER_NAME) / of(EMPTY) },
  { what: 'ours with a compile cache / empty', most: 2.6, ratio: (of) => of(TRIGGER_NAME, 'cached') / of(EMPTY) },
  { what: "ours / AWS's example, plain", most: 0.82, ratio: (of) => of(TRIGGER_NAME) / of('aws-plain') },
  {
    what: "ours with a compile cache / AWS's example, plain",
    most: 0.7,
    ratio: (of) => of(TRIGGER_NAME, 'cached') / of('aws-plain'),
  },
  { what: 'ours / Powertools with tracer, plain', most: 0.68, ratio: (of) => of(TRIGGER_NAME) / of('tracer-plain') },
  {
    what: 'ours with a compile cache / Powertools with tracer, plain',
    most: 0.58,
    ratio: (of) => of(TRIGGER_NAME, 'cached') / of('tracer-plain'),
  },
  {
    what: '(ours − empty) / (hand-signed − empty)',
    most: 2.6,
    ratio: (of) => (of(TRIGGER_NAME) - of(EMPTY)) / (of(FLOOR) - of(EMPTY)),
  },
  {
    what: '(ours with a compile cache − empty) / (hand-signed − empty)',
    most: 2.1,
    ratio: (of) => (of(TRIGGER_NAME, 'cached') - of(EMPTY)) / (of(FLOOR) - of(EMPTY)),
  },
  {
    what: 'first invocation by the clock, pre-warmed / not',
    most: 0.25,
    ratio: (of) => of(PREWARMED, 'first') / of(TRIGGER_NAME, 'first'),
  },
  {
    what: 'ours / Powertools without tracer, bundled as ours',
    most: Number.NaN,
    ratio: (of) => of(TRIGGER_NAME) / of('powertools-ours'),
  },
];

export function barsOf(measured: readonly Measured[]): Bar[] {
  const startsOf = (name: string, cached: boolean) => {
    const found = measured.find(({ variant }) => variant.name === name);
    return (cached ? found?.cached : found?.plain) ?? [];
  };
  const valuesOf = (name: string, figure: Parameters<Figures>[1]) =>
    startsOf(name, figure === 'cached').map((start) => (figure === 'first' ? start.invokeWall : totalOf(start)));
  const medians: Figures = (name, figure) => spreadOf(valuesOf(name, figure)).median;
  const inRound =
    (round: number): Figures =>
    (name, figure) =>
      valuesOf(name, figure)[round] ?? Number.NaN;
  const rounds = Array.from({ length: startsOf(TRIGGER_NAME, false).length }, (_, round) => inRound(round));
  const bars = BARS.map(({ what, most, ratio }) => ({
    what,
    most,
    is: ratio(medians),
    rounds: spreadOf(rounds.map(ratio)),
  }));
  return bars.filter(({ is }) => Number.isFinite(is));
}
