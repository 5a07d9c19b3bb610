import { QUEUES, type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import { commandLine } from '../stage/command-line.ts';
import type { Stage } from '../stage/stage.ts';
import type { Worker } from '../stage/workers.ts';
import { counted } from '../terminal/counted.ts';
import { messagesIn, type QueueStatus } from './queue-status.ts';
import type { Attention, StageStatus } from './stage-status.ts';
import { lengthOf, minuteOf } from './time-words.ts';

/** Something that is wrong, and the command that goes on from there, if any. */
export type NextStep = { wrong: string; command?: string };

/** As a person reads it, with the command ready to be pasted. */
export const sentenceOf = (stage: Pick<Stage, 'options'>, { wrong, command }: NextStep): string =>
  command === undefined ? wrong : `${wrong} Next: ${commandLine(stage, command)}`;

/** None where all is well. */
export const nextSteps = (
  { queues, workers, attention, enqueueFailed, trigger }: StageStatus,
  now: number,
): NextStep[] => [
  ...(trigger === 'detached' ? [DETACHED] : []),
  ...workers.flatMap((worker) => ofWorker(worker, queues)),
  ...QUEUES.filter((queue) => !workers.some((worker) => worker.queue === queue)).map(unconsumed),
  ...queues.flatMap(ofDeadLetters),
  ...attention.map((one) => ofAttention(one, now)),
  ...(enqueueFailed.unrepaired.length > 0 ? [ofEnqueueFailures(enqueueFailed)] : []),
];

const DETACHED: NextStep = {
  wrong: 'The pool does not call the trigger: nobody who confirms is welcomed.',
  command: 'attach',
};

function ofWorker({ name, queue, state }: Worker, queues: readonly QueueStatus[]): NextStep[] {
  if (state === 'Enabled' || state === 'Enabling') return [];
  return [{ wrong: `${name} is paused (${state}): ${agingOf(queue, queues)}`, command: `resume ${name}` }];
}

const unconsumed = (queue: QueueName): NextStep => ({
  wrong: `Nothing consumes queue ${queue}: its worker has no mapping.`,
  command: 'doctor',
});

/** What a queue that nobody reads does, and when loss begins. */
export function agingOf(queue: QueueName, queues: readonly QueueStatus[]): string {
  const status = queues.find((one) => one.queue === queue);
  if (status === undefined || messagesIn(status) === 0) return `queue ${queue} is empty, and ages as soon as it fills.`;
  const { firstExpiresAt } = status;
  const loss = firstExpiresAt === undefined ? '' : `, the first about ${minuteOf(firstExpiresAt)}`;
  return `${messagesOf(status)} of queue ${queue} ${messagesIn(status) === 1 ? 'ages' : 'age'}, and SQS deletes each after its ${RETENTION_DAYS} days${loss}.`;
}

function ofDeadLetters(status: QueueStatus): NextStep[] {
  if (!status.queue.endsWith('-dlq') || messagesIn(status) === 0) return [];
  const queue = status.queue.replace(/-dlq$/, '');
  return [{ wrong: `${messagesOf(status)} of ${queue} died.`, command: `dlq list --queue ${queue}` }];
}

function ofAttention({ state, count, oldestSince }: Attention, now: number): NextStep {
  const which = `${counted(count, 'delivery is', 'deliveries are')} ${state}, the oldest for ${lengthOf(now - oldestSince)}`;
  if (state === 'UNCERTAIN') return { wrong: `${which}: SES's events, or their silence, settle it within hours.` };
  return { wrong: `${which}: a person decides.`, command: 'email resolve' };
}

function ofEnqueueFailures({ unrepaired: { length }, since }: StageStatus['enqueueFailed']): NextStep {
  return {
    wrong: `${counted(length, 'user was', 'users were')} not enqueued since ${minuteOf(since)}, and got nothing yet.`,
    command: 'reconcile',
  };
}

const messagesOf = (status: QueueStatus) => counted(messagesIn(status), 'message');
