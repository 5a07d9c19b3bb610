import type { Planned } from '../config/planned.ts';

/** What is being synthesized: every stack and construct takes its names, numbers and workers from here. */
export type Deployment = Planned & {
  /** The folder that holds the artefact of a service, `index.mjs`. */
  artefacts: (service: string) => string;
};
