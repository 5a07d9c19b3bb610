export { CAUSES, type Cause } from './cause.ts';
export type { Effect } from './effect.ts';
export { asciiJson, encodeMessage } from './encode.ts';
export { ENQUEUE_RULES } from './enqueue-rules.ts';
export { CONFIRMED, PASSWORD_RESET } from './event-type.ts';
export type { FailureClass } from './failure-class.ts';
export { FAILURE_RULES } from './failure-rules.ts';
export { IDENTIFIER } from './identifier.ts';
export {
  confirmedId,
  consoleTestId,
  type Kind,
  messageKind,
  messageSource,
  passwordResetId,
  probeId,
  sourceOfPool,
  userPoolOf,
} from './ids.ts';
export type { ConfirmedData, Message } from './message.ts';
export { METRIC_NAMESPACE, physicalName } from './names.ts';
export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  type Outcome,
  SKIP_REASONS,
  type SkipReason,
} from './outcome.ts';
export { type ParsedMessage, parseMessage } from './parse.ts';
export {
  CONFIRMATION_QUEUES,
  deadLetterQueueName,
  INVOCATIONS_PER_POLLER,
  MAX_RECEIVES,
  NEWER_SCHEMA_RECEIVES,
  QUEUES,
  type QueueName,
  RETENTION_DAYS,
} from './queue.ts';
export { MAX_BODY_BYTES } from './size-guard.ts';
export { type Target, type Targets, targetsOf } from './target.ts';
export { CAPABILITIES, type Capability, WORKERS, type WorkerEntry, type WorkerName } from './workers.ts';
