import { invalid, type MetricQuery, type Sample } from './metric-query.ts';

/** What fauxqs shows of a queue without receiving from it. */
interface Inspected {
  messages: {
    ready: Message[];
    delayed: Message[];
    inflight: { message: Message }[];
  };
}

interface Message {
  sentTimestamp: number;
}

/** How a queue is now. Nobody keeps how it was: there is one sample, of this moment, and none of an unknown queue. */
export async function queueSamples(sqsUrl: string, { metric, dimensions }: MetricQuery): Promise<Sample[]> {
  const measure = MEASURES[metric];
  if (!measure)
    throw invalid(`The metrics of queues known here are ${Object.keys(MEASURES).join(', ')}, not ${metric}.`);
  const response = await fetch(`${sqsUrl}/_fauxqs/queues/${encodeURIComponent(dimensions['QueueName'] ?? '')}`);
  if (!response.ok) return [];
  const at = Date.now();
  return [{ at, value: measure((await response.json()) as Inspected, at) }];
}

const MEASURES: Readonly<Record<string, (queue: Inspected, now: number) => number>> = {
  ApproximateAgeOfOldestMessage: ({ messages }, now) => {
    const all = [...messages.ready, ...messages.delayed, ...messages.inflight.map(({ message }) => message)];
    // Not by spreading: a queue may hold more messages than a call takes arguments.
    const oldest = all.reduce((least, { sentTimestamp }) => Math.min(least, sentTimestamp), now);
    return Math.floor((now - oldest) / 1000);
  },
  ApproximateNumberOfMessagesVisible: ({ messages }) => messages.ready.length,
  ApproximateNumberOfMessagesNotVisible: ({ messages }) => messages.inflight.length,
};
