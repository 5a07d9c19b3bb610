import { MAX_RECEIVES, RETENTION_DAYS } from '@postconfirm/contract';
import type { StageConfig } from '@postconfirm/infra/config/stage-config.ts';
import type { Grounds } from '../../simulation/functions.ts';
import { IndexedMessages } from '../../simulation/indexed-messages.ts';
import { Queue } from '../../simulation/queue.ts';
import { SIMULATED } from '../../simulation/settings.ts';
import type { World } from '../../simulation/world.ts';
import { workerPlan } from './plan.ts';
import { QUOTAS } from './quotas.ts';

/** The queues of a stage and what is behind them, each as deep as it may become. */
export function layLanes(world: World, config: StageConfig): Grounds['lanes'] {
  const retentionMs = RETENTION_DAYS * 86_400_000;
  const lanes = SIMULATED.map(({ name, queue }) => {
    const deadLetters = new Queue(world, {
      name: `${queue}-dlq`,
      retentionMs,
      visibilityMs: 30_000,
      maxReceives: Number.POSITIVE_INFINITY,
    });
    const source = new Queue(world, {
      name: queue,
      retentionMs,
      visibilityMs: workerPlan(config, name).visibilityMs,
      maxReceives: MAX_RECEIVES[queue],
      deadLetters,
      messages: new IndexedMessages(),
      mostInFlight: QUOTAS.inFlight,
    });
    return [queue, { queue: source, deadLetters }];
  });
  return Object.fromEntries(lanes) as Grounds['lanes'];
}
