export { bundleEntry, bundleServices } from './bundle.ts';
export { STAGE_DIFFERENCES } from './config/stage-differences.ts';
export { type Assembly, synthesize } from './synthesize.ts';
export type { Template } from './template.ts';
