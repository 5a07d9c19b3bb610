import { type Cause, CONFIRMED, type Message, type QueueName } from '@postconfirm/contract';

/** The queues that carry one effect each. */
export const TARGETS = ['email', 'enrichment'] as const satisfies readonly QueueName[];

export type Target = (typeof TARGETS)[number];

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

export const routeOf = (message: Message): readonly Target[] =>
  message.type === CONFIRMED ? CONFIRMED_ROUTES[message.data.cause] : PASSWORD_RESET_ROUTES;
