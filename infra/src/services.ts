import { WORKERS, type WorkerName } from './workers.ts';

export type ServiceName = 'trigger' | WorkerName;

/** Every deployed service: the folder `services/<name>` holds its source. */
export const SERVICES: readonly ServiceName[] = ['trigger', ...WORKERS.map(({ name }) => name)];
