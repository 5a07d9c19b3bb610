import type { Stage } from '../config/stage.ts';
import type { StageConfig } from '../config/stage-config.ts';

/** What is being synthesized: every stack and construct takes its names and numbers from here. */
export type Deployment = { stage: Stage; config: StageConfig };
