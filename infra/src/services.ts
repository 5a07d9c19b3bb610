import { WORKERS, type WorkerEntry } from '@postconfirm/contract';

/** Every service that is deployed with these workers: the folder `services/<name>` holds its source. */
export const servicesOf = (workers: readonly WorkerEntry[]): string[] => [
  'trigger',
  ...workers.map(({ name }) => name),
  'reconciler',
];

export const SERVICES: readonly string[] = servicesOf(WORKERS);
