import { numbersOf } from './numbers-of.ts';
import type { Planned } from './planned.ts';
import type { StageConfig } from './stage-config.ts';

type Rollout = StageConfig['trigger']['rollout'];

/** How each service is rolled out that is not switched all at once. */
export function gradual({ config, workers }: Planned): ReadonlyMap<string, Exclude<Rollout, 'AllAtOnce'>> {
  const all: [string, Rollout][] = [
    ['trigger', config.trigger.rollout],
    ...workers.map(({ name }): [string, Rollout] => [name, numbersOf(config, name).rollout]),
  ];
  return new Map(all.filter((one): one is [string, Exclude<Rollout, 'AllAtOnce'>] => one[1] !== 'AllAtOnce'));
}
