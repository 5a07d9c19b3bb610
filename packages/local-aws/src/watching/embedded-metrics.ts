import type { LogLine } from '../lambda/logs.ts';
import type { MetricQuery, Sample } from './metric-query.ts';

interface Embedded {
  _aws?: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  [member: string]: unknown;
}

/** What functions' log lines say of a metric in CloudWatch's embedded metric format. */
export function embeddedSamples(lines: readonly LogLine[], query: MetricQuery): Sample[] {
  // A line that doesn't name the metric need not be parsed.
  const candidates = lines.filter(({ text }) => text.includes('"_aws"') && text.includes(query.metric));
  return candidates.flatMap(({ text }) => sampleIn(parsed(text), query) ?? []);
}

function sampleIn(line: Embedded, { namespace, metric, dimensions }: MetricQuery): Sample | undefined {
  const names = Object.keys(dimensions);
  const told = line._aws?.CloudWatchMetrics.some(
    ({ Namespace, Dimensions, Metrics }) =>
      Namespace === namespace &&
      Metrics.some(({ Name }) => Name === metric) &&
      Dimensions.some((set) => set.length === names.length && set.every((name) => line[name] === dimensions[name])),
  );
  return told && line._aws ? { at: line._aws.Timestamp, value: Number(line[metric]) } : undefined;
}

function parsed(text: string): Embedded {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
