export { BUNDLE_OPTIONS, bundleEntry, bundleServices } from './bundling/bundle.ts';
export { documentedPolicies } from './permissions/documented-policies.ts';
export { isAllowed } from './permissions/is-allowed.ts';
export { policiesOf } from './permissions/policies.ts';
export type { Statement } from './permissions/statement.ts';
export { type Assembly, synthesize } from './synthesize.ts';
export type { Template } from './template.ts';
