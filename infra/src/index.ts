export { type Bundle, bundleServices } from './bundle.ts';
export { STAGES, type Stage } from './config/stage.ts';
export { EXTERNAL_SYSTEM_PLACEHOLDER } from './config/stage-config.ts';
export { STAGE_DIFFERENCES, type StageDifference } from './config/stage-differences.ts';
export { SERVICES, type ServiceName } from './services.ts';
export { type Assembly, synthesize, type Template } from './synthesize.ts';
export { allowances, type TemplateDifference, templateDifferences } from './template-differences.ts';
