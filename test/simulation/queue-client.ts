import type { SendBatch } from '@postconfirm/fan-out/send-batch.ts';
import type { SourceQueue } from '@postconfirm/runtime/source-queue.ts';
import type { Calls } from './network.ts';
import type { Process } from './process.ts';
import type { Queue } from './queue.ts';
import { subsOf } from './subs.ts';

/** As the workers' client has them (packages/runtime/src/source-queue.ts). */
const ATTEMPTS = 2;
const TIMEOUT_MS = 2_000;

type Reach = { process: () => Process; network: Calls };

/** The queue that a worker consumes, as one process reaches it. */
export function sourceQueue({ queue, deadLetters }: { queue: Queue; deadLetters: Queue }, reach: Reach): SourceQueue {
  const { process, network } = reach;
  return {
    delay: (handle, seconds) => {
      const [messageId = '', receipt = ''] = handle.split(' ');
      const subs = subsOf(queue.bodyOf(messageId));
      const effect = () => queue.delay({ messageId, receipt }, Math.ceil(seconds) * 1000);
      return network.callRepeatedly(
        process(),
        { operation: 'sqs.delay', subs, timeoutMs: TIMEOUT_MS, effect },
        ATTEMPTS,
      );
    },
    deadLetter: ({ body }, attributes) => {
      const effect = () => deadLetters.send(body, { reason: attributes.reason, worker: attributes.worker });
      const request = { operation: 'sqs.deadLetter', subs: subsOf(body), timeoutMs: TIMEOUT_MS, effect } as const;
      return network.callRepeatedly(process(), request, ATTEMPTS);
    },
  };
}

/** The queues behind fan-out, as one process reaches them; `partial` refuses one entry of a batch. */
export const sendBatchTo =
  (queues: Readonly<Record<string, Queue>>, { process, network }: Reach): SendBatch =>
  async (target, copies) => {
    const bodies = copies.map(({ body }) => body);
    const subs = bodies.flatMap(subsOf);
    const effect = () => {
      for (const body of bodies) queues[target]?.send(body);
      return bodies.map(() => true);
    };
    const partially = () => {
      for (const body of bodies.slice(1)) queues[target]?.send(body);
      return bodies.map((_, index) => index > 0);
    };
    const request = { operation: 'sqs.sendBatch', subs, timeoutMs: TIMEOUT_MS, effect, partially } as const;
    return network.callRepeatedly(process(), request, ATTEMPTS).catch(() => bodies.map(() => false));
  };
