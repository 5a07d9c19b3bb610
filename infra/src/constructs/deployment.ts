import type { WorkerEntry } from '@postconfirm/contract';
import type { Stage } from '../config/stage.ts';
import type { StageConfig } from '../config/stage-config.ts';

/** A stage with its workers, before anything is built of it. */
export type Planned = { stage: Stage; config: StageConfig; workers: readonly WorkerEntry[] };

/** What is being synthesized: every stack and construct takes its names, numbers and workers from here. */
export type Deployment = Planned & {
  /** The folder that holds the artefact of a service, `index.mjs`. */
  artefacts: (service: string) => string;
};
