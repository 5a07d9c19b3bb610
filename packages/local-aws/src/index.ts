export type { Outage } from './emulators.ts';
export type { Endpoints } from './endpoints.ts';
export {
  type ExternalBehaviour,
  type ExternalFault,
  type ExternalSource,
  type ExternalSystem,
  externalData,
  startExternalSystem,
} from './external-system.ts';
export type { InvocationResult } from './lambda/invocation.ts';
export type { LogLine } from './lambda/logs.ts';
export type { Email } from './ses/email.ts';
export type { EventOutcome, SendOutcome, SesBehaviour } from './ses/outcome.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
