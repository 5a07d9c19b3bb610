import type { Message, Targets } from '@postconfirm/contract';
import type { FanOutCode, Log, ProcessBatch, Received } from '@postconfirm/runtime';
import { routeOf } from './routes.ts';
import type { SendBatch } from './send-batch.ts';

/**
 * Sends each message, in the body and with the trace that it came in, to every target of its route. A message is done
 * only when all its targets confirmed it; one that is retried reaches the others twice, which the workers' ids make
 * harmless.
 */
export const createFanOut =
  (targets: Targets, sendBatch: SendBatch, log: Log<FanOutCode>): ProcessBatch<Message> =>
  async (batch) => {
    const routes = new Map(batch.map((received) => [received, routeOf(targets, received.message)]));
    const refused = new Map<Received<Message>, string>();
    await Promise.all(
      [...new Set([...routes.values()].flat())].map(async (target) => {
        const routed = batch.filter((received) => routes.get(received)?.includes(target));
        const confirmed = await sendBatch(target, routed);
        for (const [index, received] of routed.entries()) if (!confirmed[index]) refused.set(received, target);
      }),
    );
    return batch.map((received) => {
      const refusedBy = refused.get(received);
      if (refusedBy !== undefined) return { kind: 'retry', reason: `refused-by-${refusedBy}` };
      sayRouted(log, received.message, routes.get(received) ?? []);
      return { kind: 'done' };
    });
  };

const sayRouted = (log: Log<FanOutCode>, { subject, data: { cause } }: Message, route: readonly string[]) =>
  log(route.length === 0 ? 'ROUTED_NOWHERE' : 'ROUTED', { sub: subject, cause });
