import type { Cause } from './cause.ts';
import type { WorkerEntry } from './workers.ts';

/** What fan-out is told of a queue that it sends to: where it is, and what goes there. */
export type Target = { url: string; confirmed: readonly Cause[]; passwordResets?: boolean | undefined };

export type Targets = Readonly<Record<string, Target>>;

/** The targets of these workers by the names of their queues. `urlOf`: where a queue of a name is. */
export const targetsOf = (workers: readonly WorkerEntry[], urlOf: (queue: string) => string): Targets =>
  Object.fromEntries(workers.flatMap(({ queue, fed }) => (fed ? [[queue, { url: urlOf(queue), ...fed }]] : [])));
