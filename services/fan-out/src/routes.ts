import { type Cause, CONFIRMED, EFFECTS, type Effect, type Message, type QueueName } from '@postconfirm/contract';

/** The queues that carry one effect each, named like it. */
export const TARGETS = EFFECTS satisfies readonly QueueName[];

export type Target = Effect;

/** Which effects a confirmation has, by its cause. The console's test event belongs to no user: there is no record to enrich. */
const CONFIRMED_ROUTES: Record<Cause, readonly Target[]> = {
  'sign-up': ['email', 'enrichment'],
  admin: ['email', 'enrichment'],
  federated: ['email', 'enrichment'],
  reconciled: ['email', 'enrichment'],
  'console-test': ['email'],
  probe: ['email', 'enrichment'],
};

/** Nothing follows a password reset unless a route is added here. */
const PASSWORD_RESET_ROUTES: readonly Target[] = [];

export function routeOf({ type, data: { cause, effects } }: Message): readonly Target[] {
  const route = type === CONFIRMED ? CONFIRMED_ROUTES[cause] : PASSWORD_RESET_ROUTES;
  return effects === undefined ? route : route.filter((target) => effects.includes(target));
}
