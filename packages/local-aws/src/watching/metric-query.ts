import { ApiError } from '../emulators/api-error.ts';

/** One wish of GetMetricData, as the wire carries it. */
export interface MetricDataQuery {
  Id: string;
  Label?: string;
  Expression?: string;
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions?: { Name: string; Value: string }[] };
    Period: number;
    Stat: string;
  };
}

export interface MetricQuery {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  periodMs: number;
  stat: Stat;
}

const STATS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;
export type Stat = (typeof STATS)[number];

/** One measured value. */
export interface Sample {
  /** Epoch milliseconds. */
  at: number;
  value: number;
}

/** @throws ApiError for what is not known here: it must not silently come to nothing */
export function metricQuery({ Id, Expression, MetricStat }: MetricDataQuery): MetricQuery {
  if (!MetricStat || Expression !== undefined) {
    throw invalid(`Query ${Id}: only MetricStat is known here, no math expression.`);
  }
  const { Metric, Period, Stat } = MetricStat;
  const stat = STATS.find((one) => one === Stat);
  if (!stat) throw invalid(`Query ${Id}: the statistics known here are ${STATS.join(', ')}, not ${Stat}.`);
  if (![1, 5, 10, 30].includes(Period) && !(Period > 0 && Period % 60 === 0)) {
    throw invalid(`Query ${Id}: a period is 1, 5, 10, 30 or any multiple of 60 seconds, not ${Period}.`);
  }
  return {
    namespace: Metric.Namespace,
    metric: Metric.MetricName,
    dimensions: Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    periodMs: Period * 1000,
    stat,
  };
}

/** The samples' statistic per period, newest first. */
export function perPeriod(
  samples: readonly Sample[],
  { periodMs, stat }: Pick<MetricQuery, 'periodMs' | 'stat'>,
): Sample[] {
  const periods = Map.groupBy(samples, ({ at }) => Math.floor(at / periodMs) * periodMs);
  return [...periods]
    .map(([at, inside]) => ({
      at,
      value: statistic(
        inside.map(({ value }) => value),
        stat,
      ),
    }))
    .sort((a, b) => b.at - a.at);
}

function statistic(values: readonly number[], stat: Stat): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (stat) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return values.reduce((least, value) => Math.min(least, value));
    case 'Maximum':
      return values.reduce((most, value) => Math.max(most, value));
    case 'SampleCount':
      return values.length;
  }
}

export const invalid = (message: string) => new ApiError('InvalidParameterValueException', message);
