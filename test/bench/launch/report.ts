import { type CostLine, costOf, standingCost, total } from './cost.ts';
import { countsOf } from './counts.ts';
import type { Launch } from './launch.ts';
import { pacedRate } from './plan.ts';
import { type Recommendation, recommendationsFor } from './recommend.ts';
import { LANES, type LaneName, peakOf, type Sample, thinned } from './samples.ts';
import { isLoss, type Verdict, verdictOf } from './verdict.ts';

/** A table: a head and its rows. */
export type Table = { title: string; rows: readonly (readonly string[])[] };

/** All that is told of a launch day. */
export type Report = { headline: string; tables: readonly Table[]; lost: boolean; figures: Figures };

/** The same for a machine. Times in milliseconds from the beginning. */
export type Figures = {
  users: number;
  drainedAt: number;
  verdict: Verdict;
  peaks: Record<LaneName, { messages: number; oldestMs: number; inFlight: number }>;
  refused: { signUps: number; codes: number };
  usd: number;
  recommendations: readonly Recommendation[];
  samples: readonly Sample[];
};

const ROWS = 24;

export function reportOf(launch: Launch): Report {
  const verdict = verdictOf(launch);
  const cost = costOf(countsOf(launch));
  const figures: Figures = {
    users: launch.plan.users,
    drainedAt: launch.drainedAt,
    verdict,
    peaks: Object.fromEntries(LANES.map((lane) => [lane, peaksOf(launch, lane)])) as Figures['peaks'],
    refused: launch.door.refused,
    usd: total(cost),
    recommendations: recommendationsFor(launch),
    samples: thinned(launch.samples, 10 * ROWS),
  };
  const tables = [
    overTime(thinned(launch.samples, ROWS)),
    queues(figures),
    costTable('Cost of the day', cost, launch.plan.users),
    costTable('Cost of a month without users', standingCost()),
    near(verdict),
    recommended(figures.recommendations),
  ];
  return {
    headline: headline(launch, verdict),
    tables: tables.filter(({ rows }) => rows.length > 1),
    lost: isLoss(verdict),
    figures,
  };
}

const peaksOf = ({ samples }: Launch, lane: LaneName) => ({
  messages: peakOf(samples, lane, 'messages'),
  oldestMs: peakOf(samples, lane, 'oldestMs'),
  inFlight: peakOf(samples, lane, 'inFlight'),
});

function headline({ plan, drainedAt, table, door }: Launch, verdict: Verdict): string {
  const { missed, expired, deadLettered, unfinished } = verdict;
  const { signUps, codes } = door.refused;
  const lines = [
    `${count(plan.users)} users: ${count(table.done.emails)} emails sent, ${count(table.done.records)} records complete, all after ${span(drainedAt)}.`,
    `The pace lets ${pacedRate(plan.config).toFixed(1)} emails a second leave; SES takes ${plan.sesRate ?? plan.config.email.sendsPerSecond}.`,
    `Lost: ${count(missed)} by a throttled trigger, ${count(expired)} by retention. Dead-lettered: ${count(deadLettered)}. Unfinished: ${count(unfinished)}.`,
  ];
  if (signUps > 0)
    lines.push(`Cognito's quota kept ${count(signUps)} sign-ups waiting, the longest for ${span(door.longestWaitMs)}.`);
  if (codes > 0) lines.push(`SES refused ${count(codes)} confirmation codes: each is a person who had to ask again.`);
  return lines.join('\n');
}

const overTime = (samples: readonly Sample[]): Table => ({
  title: 'Over time',
  rows: [
    ['after', 'confirmed', 'sent', 'enriched', ...LANES, 'oldest email'],
    ...samples.map(({ at, confirmed, sent, enriched, queues: depths }) => [
      span(at),
      ...[confirmed, sent, enriched, ...LANES.map((lane) => depths[lane].messages)].map(count),
      span(depths.email.oldestMs),
    ]),
  ],
});

const queues = ({ peaks }: Figures): Table => ({
  title: 'Queues at their fullest',
  rows: [
    ['queue', 'messages', 'oldest', 'in flight'],
    ...LANES.map((lane) => [
      lane,
      count(peaks[lane].messages),
      span(peaks[lane].oldestMs),
      count(peaks[lane].inFlight),
    ]),
  ],
});

export const costTable = (title: string, lines: readonly CostLine[], users?: number): Table => ({
  title:
    users === undefined
      ? title
      : `${title}: ${dollars(total(lines))}, ${dollars((total(lines) / users) * 1e6)} for a million`,
  rows: [
    ['what', 'how many', 'of', 'price', 'US$'],
    ...lines.map(({ what, count: many, price, usd }) => [
      what,
      many < 100 ? many.toFixed(1) : count(Math.round(many)),
      price.unit,
      `${price.usd} / ${count(price.per)}`,
      usd.toFixed(2),
    ]),
    ['together', '', '', '', total(lines).toFixed(2)],
  ],
});

const near = (verdict: Verdict): Table => ({
  title: 'Near an end',
  rows: [
    ['what', 'reached', 'of'],
    ...verdict.near.map(({ what, reached, limit }) => [what, reached.toFixed(0), limit.toFixed(0)]),
  ],
});

const recommended = (all: readonly Recommendation[]): Table => ({
  title: 'Recommended',
  rows: [
    ['setting', 'now', 'better', 'because'],
    ...all.map(({ setting, now, better, because }) => [setting, now, better, because]),
  ],
});

const count = (number: number): string => number.toLocaleString('en');

const dollars = (usd: number): string => `US$ ${usd.toFixed(2)}`;

/** `3 d 04:05`, `04:05` or, below an hour, `12.5 min`. */
export function span(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 60) return `${minutes.toFixed(1)} min`;
  const days = Math.floor(minutes / 1440);
  const clock = [Math.floor((minutes % 1440) / 60), Math.floor(minutes % 60)].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${days > 0 ? `${days} d ` : ''}${clock.join(':')}`;
}
