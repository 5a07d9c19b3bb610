import type { Message, Outcome } from '@postconfirm/contract';
import type { Log, ProcessBatch } from '@postconfirm/runtime';
import { routeOf, type Target } from './routes.ts';
import type { SendBatch } from './send-batch.ts';

/**
 * Sends each message to every target of its route. A message is done only when all its targets confirmed it; one that
 * is retried reaches the others twice, which the workers' ids make harmless.
 */
export const createFanOut =
  (sendBatch: SendBatch, log: Log): ProcessBatch =>
  async (batch) => {
    const messages = batch.map(({ message }) => message);
    const refused = new Map<Message, Target>();
    const targets = [...new Set(messages.flatMap(routeOf))];
    await Promise.all(
      targets.map(async (target) => {
        const routed = messages.filter((message) => routeOf(message).includes(target));
        const confirmed = await sendBatch(target, routed);
        for (const [index, message] of routed.entries()) if (!confirmed[index]) refused.set(message, target);
      }),
    );
    return messages.map((message) => outcomeOf(message, refused.get(message), log));
  };

function outcomeOf(message: Message, refusedBy: Target | undefined, log: Log): Outcome {
  if (refusedBy !== undefined) return { kind: 'retry', reason: `refused-by-${refusedBy}` };
  log(routeOf(message).length === 0 ? 'ROUTED_NOWHERE' : 'ROUTED', { sub: message.subject, cause: message.data.cause });
  return { kind: 'done' };
}
