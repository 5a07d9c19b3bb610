export { BUNDLE_OPTIONS, bundleEntry, bundleServices } from './bundle.ts';
export { STAGE_DIFFERENCES } from './config/stage-differences.ts';
export { documentedPolicies } from './permissions/documented-policies.ts';
export { isAllowed } from './permissions/is-allowed.ts';
export { policiesOf } from './permissions/policies.ts';
export type { Statement } from './permissions/statement.ts';
export { type Assembly, synthesize } from './synthesize.ts';
export type { Template } from './template.ts';
