import { FAILURE_RULES, type FailureClass } from '@postconfirm/contract';
import { describeError } from './describe-error.ts';
import type { LogFields } from './log.ts';
import { unsent } from './unsent.ts';

/** The calls whose failures are classified here; SES and external systems have words of their own. */
type Call = Exclude<keyof typeof FAILURE_RULES, 'send-email' | 'source'>;

/** What a log line says of a failed call of AWS. */
export const failureFields = (error: unknown): LogFields & { failure: FailureClass } => ({
  ...describeError(error),
  failure: awsFailureClass(error),
});

/** What the table says of a failed call of AWS, and what its log line says of the error. */
export function failureOf<C extends Call>(call: C, error: unknown) {
  const fields = failureFields(error);
  return { rule: FAILURE_RULES[call][fields.failure] as (typeof FAILURE_RULES)[C][FailureClass], fields };
}

/** Refusals of DynamoDB, SQS and Cognito by their code. First match wins; what is in no row is for what it says. */
const REFUSALS: readonly { code: RegExp; class: FailureClass }[] = [
  { code: /^(Throttling|RequestThrottled|KmsThrottled|TooManyRequests|OverLimit)$/, class: 'throttled' },
  { code: /^(ProvisionedThroughputExceeded|RequestLimitExceeded|LimitExceeded)$/, class: 'throttled' },
  { code: /^(TransactionConflict|ReplicatedWriteConflict|ConcurrentModification)$/, class: 'definite' },
  { code: /^(AccessDenied|NotAuthorized|OptInRequired|InvalidSecurity)$/, class: 'account' },
  { code: /^Kms(AccessDenied|Disabled|InvalidKeyUsage|InvalidState|NotFound|OptInRequired)$/, class: 'account' },
  { code: /^(ResourceNotFound|QueueDoesNotExist|.*NonExistentQueue)$/, class: 'account' },
  { code: /^(InvalidClientTokenId|UnrecognizedClient|ExpiredToken|MissingAuthenticationToken)$/, class: 'account' },
  { code: /^(IncompleteSignature|InvalidSignature|SignatureDoesNotMatch|RequestExpired)$/, class: 'account' },
];

/** What a refusal means that names its code, as an entry of a batch does. */
export function refusalClass(code: string): FailureClass {
  const bare = code.replace(/(Exception|Fault)$/, '');
  return REFUSALS.find((row) => row.code.test(bare))?.class ?? 'invalid';
}

type ServiceError = { name?: string; $metadata?: { httpStatusCode?: number } };

/** The class of a call's last attempt. What says neither yes nor no may have been done: a 5xx, a reset, silence. */
export function awsFailureClass(error: unknown): FailureClass {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as ServiceError;
  const status = failure.$metadata?.httpStatusCode ?? 0;
  if (status === 429) return 'throttled';
  if (status >= 400 && status < 500) return refusalClass(failure.name ?? '');
  return unsent(failure)?.class ?? 'ambiguous';
}
