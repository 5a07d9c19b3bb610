import type { WorkerEntry } from '@postconfirm/contract';
import type { Stage } from './stage.ts';
import type { StageConfig } from './stage-config.ts';

/** A stage with its workers, before anything is built of it. */
export type Planned = { stage: Stage; config: StageConfig; workers: readonly WorkerEntry[] };
