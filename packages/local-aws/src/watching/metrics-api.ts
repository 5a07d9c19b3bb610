import { startJsonService } from '../emulators/json-service.ts';
import type { HttpListener } from '../emulators/listener.ts';
import type { Logs } from '../lambda/logs.ts';
import { embeddedSamples } from './embedded-metrics.ts';
import {
  invalid,
  type MetricDataQuery,
  type MetricQuery,
  metricQuery,
  perPeriod,
  type Sample,
} from './metric-query.ts';
import { queueSamples } from './queue-metrics.ts';

interface Sources {
  logs: Logs;
  sqsUrl: string;
}

interface GetMetricData {
  MetricDataQueries: MetricDataQuery[];
  /** Epoch seconds, as the wire carries them. */
  StartTime: number;
  EndTime: number;
  ScanBy?: 'TimestampAscending' | 'TimestampDescending';
}

/** CloudWatch over queues as they are now and over the metrics in functions' logs: GetMetricData. */
export function startMetricsApi(sources: Sources): Promise<HttpListener> {
  return startJsonService('the CloudWatch API', {
    GetMetricData: async (asked: GetMetricData) => {
      if (asked.StartTime >= asked.EndTime) throw invalid('The parameter StartTime must be less than EndTime.');
      const MetricDataResults = asked.MetricDataQueries.map((query) => result(sources, asked, query));
      return { MetricDataResults: await Promise.all(MetricDataResults), Messages: [] };
    },
  });
}

async function result(sources: Sources, asked: GetMetricData, wanted: MetricDataQuery) {
  const query = metricQuery(wanted);
  const [from, to] = [Math.floor((asked.StartTime * 1000) / query.periodMs) * query.periodMs, asked.EndTime * 1000];
  const samples = await samplesOf(sources, query);
  const points = perPeriod(samples, query).filter(({ at }) => at >= from && at < to);
  if (asked.ScanBy === 'TimestampAscending') points.reverse();
  return {
    Id: wanted.Id,
    Label: wanted.Label ?? query.metric,
    Timestamps: points.map(({ at }) => at / 1000),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

async function samplesOf({ logs, sqsUrl }: Sources, query: MetricQuery): Promise<Sample[]> {
  if (query.namespace === 'AWS/SQS') return queueSamples(sqsUrl, query);
  if (query.namespace.startsWith('AWS/'))
    throw invalid(`Of AWS's own metrics AWS/SQS is known here, not ${query.namespace}.`);
  return embeddedSamples(logs.lines(), query);
}
