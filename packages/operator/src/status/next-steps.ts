import { QUEUES, type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import type { Worker } from '../stage/workers.ts';
import { messagesIn, type QueueStatus } from './queue-status.ts';
import type { Attention, StageStatus } from './stage-status.ts';
import { lengthOf, minuteOf } from './time-words.ts';

/** What is wrong, a sentence each, with the command to run next. None where all is well. */
export const nextSteps = ({ queues, workers, attention, enqueueFailed }: StageStatus, now: number): string[] => [
  ...workers.flatMap((worker) => ofWorker(worker, queues)),
  ...QUEUES.filter((queue) => !workers.some((worker) => worker.queue === queue)).map(unconsumed),
  ...queues.flatMap(ofDeadLetters),
  ...attention.flatMap((one) => ofAttention(one, now)),
  ...(enqueueFailed.count > 0 ? [ofEnqueueFailures(enqueueFailed)] : []),
];

function ofWorker({ name, queue, state }: Worker, queues: readonly QueueStatus[]): string[] {
  if (state === 'Enabled' || state === 'Enabling') return [];
  return [`${name} is paused (${state}): ${agingOf(queue, queues)} Go on with: resume ${name}`];
}

const unconsumed = (queue: QueueName) =>
  `Nothing consumes queue ${queue}: its worker has no mapping. Check with: doctor`;

/** What a queue that nobody reads does, and when loss begins. */
export function agingOf(queue: QueueName, queues: readonly QueueStatus[]): string {
  const status = queues.find((one) => one.queue === queue);
  if (status === undefined || messagesIn(status) === 0) return `queue ${queue} is empty, and ages as soon as it fills.`;
  const { firstExpiresAt } = status;
  const age = messagesIn(status) === 1 ? 'ages' : 'age';
  const loss = firstExpiresAt === undefined ? '' : `, the first about ${minuteOf(firstExpiresAt)}`;
  return `${messages(messagesIn(status))} of queue ${queue} ${age}, and SQS deletes each after its ${RETENTION_DAYS} days${loss}.`;
}

function ofDeadLetters(status: QueueStatus): string[] {
  if (!status.queue.endsWith('-dlq') || messagesIn(status) === 0) return [];
  const queue = status.queue.replace(/-dlq$/, '');
  return [`${messages(messagesIn(status))} of ${queue} died. See why with: dlq list --queue ${queue}`];
}

function ofAttention({ state, count, oldestSince }: Attention, now: number): string[] {
  const since = `the oldest for ${lengthOf(now - oldestSince)}`;
  // Doubts settle by themselves within hours.
  if (state === 'UNCERTAIN') return [`${deliveries(count)} in doubt, ${since}: nothing to do for 4 hours.`];
  return [`${deliveries(count)} HELD, ${since}: a person decides. See them with: email resolve --help`];
}

const ofEnqueueFailures = ({ count, since }: StageStatus['enqueueFailed']) =>
  `${count === 1 ? '1 user was' : `${count} users were`} not enqueued since ${minuteOf(since)}. Find who lacks what with: reconcile`;

const messages = (count: number) => (count === 1 ? '1 message' : `${count} messages`);
const deliveries = (count: number) => (count === 1 ? '1 delivery is' : `${count} deliveries are`);
