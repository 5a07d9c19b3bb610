import type { Worker } from '../stage/workers.ts';
import type { Row } from '../terminal/terminal.ts';
import type { QueueStatus } from './queue-status.ts';
import { messagesIn } from './queue-status.ts';
import type { Attention } from './stage-status.ts';
import { lengthOf, minuteOf } from './time-words.ts';

/** One queue as `status` shows it, with the worker that takes its messages. */
export function queueRow(status: QueueStatus, workers: readonly Worker[]): Row {
  const { queue, waiting, inFlight, delayed, oldestSeconds, firstExpiresAt } = status;
  // Where CloudWatch is late, there are messages and no age yet.
  const unknown = messagesIn(status) === 0 ? '-' : 'not known yet';
  return {
    queue,
    waiting,
    'in flight': inFlight,
    delayed,
    oldest: oldestSeconds === undefined ? unknown : lengthOf(oldestSeconds * 1000),
    'first expires': firstExpiresAt === undefined ? unknown : `about ${minuteOf(firstExpiresAt)}`,
    worker: workersOn(queue, workers) || (queue.endsWith('-dlq') ? '-' : 'none'),
  };
}

const workersOn = (queue: string, workers: readonly Worker[]) =>
  workers
    .filter((worker) => worker.queue === queue)
    .map(({ name, state }) => (state === 'Enabled' ? name : `${name}, ${state}`))
    .join('; ');

export const attentionRow = ({ state, count, oldestSince }: Attention, now: number): Row => ({
  deliveries: state,
  count,
  oldest: lengthOf(now - oldestSince),
});
