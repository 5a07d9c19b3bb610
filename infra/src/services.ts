import { WORKERS, type WorkerName } from './workers.ts';

export type ServiceName = 'trigger' | WorkerName | 'reconciler';

/** Every deployed service: the folder `services/<name>` holds its source. */
export const SERVICES: readonly ServiceName[] = ['trigger', ...WORKERS.map(({ name }) => name), 'reconciler'];
