import type { Message, Outcome } from '@postconfirm/contract';
import type { Log, ProcessBatch, Received } from '@postconfirm/runtime';
import { routeOf, type Target } from './routes.ts';
import type { SendBatch } from './send-batch.ts';

/**
 * Sends each message, in the body that it came in, to every target of its route. A message is done only when all its
 * targets confirmed it; one that is retried reaches the others twice, which the workers' ids make harmless.
 */
export const createFanOut =
  (sendBatch: SendBatch, log: Log): ProcessBatch<Message> =>
  async (batch) => {
    const refused = new Map<Received<Message>, Target>();
    const targets = [...new Set(batch.flatMap(({ message }) => routeOf(message)))];
    await Promise.all(
      targets.map(async (target) => {
        const routed = batch.filter(({ message }) => routeOf(message).includes(target));
        const confirmed = await sendBatch(
          target,
          routed.map(({ body }) => body),
        );
        for (const [index, received] of routed.entries()) if (!confirmed[index]) refused.set(received, target);
      }),
    );
    return batch.map((received) => outcomeOf(received.message, refused.get(received), log));
  };

function outcomeOf(message: Message, refusedBy: Target | undefined, log: Log): Outcome {
  if (refusedBy !== undefined) return { kind: 'retry', reason: `refused-by-${refusedBy}` };
  log(routeOf(message).length === 0 ? 'ROUTED_NOWHERE' : 'ROUTED', { sub: message.subject, cause: message.data.cause });
  return { kind: 'done' };
}
