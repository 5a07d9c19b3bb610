import type { RejectionClass, SendResult } from '@postconfirm/ledger';
import { unsent } from '@postconfirm/runtime';

/** `reason` is a short code without personal data; SES's own texts name addresses. */
type SendFailure = Exclude<SendResult, { kind: 'accepted' }>;

type Row = {
  code: RegExp;
  message?: RegExp;
  class: RejectionClass;
  reason: string;
};

/** First match wins. Two different refusals can share a code and differ in their text alone. */
const REFUSALS: readonly Row[] = [
  { code: /^Throttling$/, message: /daily .*quota/i, class: 'account', reason: 'daily-quota' },
  { code: /^(Throttling|TooManyRequests|RequestThrottled)$/, class: 'throttled', reason: 'sending-rate' },
  { code: /^MessageRejected$/, message: /not verified/i, class: 'account', reason: 'identity-not-verified' },
  { code: /^MessageRejected$/, message: /paused|suspended|disabled/i, class: 'account', reason: 'account-paused' },
  { code: /^MessageRejected$/, class: 'invalid', reason: 'message-rejected' },
  { code: /^InvalidParameterValue$/, class: 'invalid', reason: 'invalid-parameter' },
  { code: /^(ValidationError|InvalidParameterCombination)$/, class: 'invalid', reason: 'invalid-parameter' },
  { code: /^AccountSendingPaused$/, class: 'account', reason: 'account-paused' },
  { code: /^ConfigurationSetSendingPaused$/, class: 'account', reason: 'configuration-set-paused' },
  { code: /^ConfigurationSetDoesNotExist$/, class: 'account', reason: 'configuration-set-missing' },
  { code: /^MailFromDomainNotVerified$/, class: 'account', reason: 'mail-from-not-verified' },
  { code: /^(AccessDenied|NotAuthorized|OptInRequired)$/, class: 'account', reason: 'access-denied' },
  { code: /^(InvalidClientTokenId|UnrecognizedClient|ExpiredToken)$/, class: 'account', reason: 'credentials' },
  { code: /^(MissingAuthenticationToken|IncompleteSignature)$/, class: 'account', reason: 'credentials' },
  { code: /^(SignatureDoesNotMatch|RequestExpired)$/, class: 'account', reason: 'credentials' },
];

type ServiceError = {
  name?: string;
  message?: string;
  code?: unknown;
  syscall?: unknown;
  errors?: unknown;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
};

/** What a failed `SendEmail` means. Whatever the table does not know may have been sent: it is ambiguous. */
export function classifySendFailure(error: unknown): SendFailure {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as ServiceError;
  return refusal(failure) ?? neverLeft(failure) ?? { kind: 'ambiguous', reason: doubt(failure) };
}

/** SES's own "no": a client error with a known code. A 5xx says nothing, whatever its text. */
function refusal(failure: ServiceError): SendFailure | undefined {
  const status = failure.$metadata?.httpStatusCode ?? 0;
  if (status < 400 || status >= 500) return undefined;
  const code = (failure.name ?? '').replace(/Exception$/, '');
  const row = REFUSALS.find((r) => r.code.test(code) && (r.message?.test(failure.message ?? '') ?? true));
  if (!row) return undefined;
  const rejected = { kind: 'rejected', class: row.class, reason: row.reason } as const;
  const seconds = retryAfterSeconds(failure);
  return seconds === undefined ? rejected : { ...rejected, retryAfterSeconds: seconds };
}

function retryAfterSeconds({ $response }: ServiceError): number | undefined {
  const value = $response?.headers?.['retry-after'];
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
}

function neverLeft(failure: ServiceError): SendFailure | undefined {
  const known = unsent(failure);
  return known && { kind: 'rejected', ...known };
}

function doubt({ name, code, $metadata }: ServiceError): string {
  const status = $metadata?.httpStatusCode ?? 0;
  if (status >= 200 && status < 300) return 'unreadable-answer';
  if (status >= 500) return 'server-error';
  if (status > 0) return 'unknown-refusal';
  // The SDK calls a reset a TimeoutError too.
  if (name === 'AbortError' || (name === 'TimeoutError' && (code === undefined || code === 'ETIMEDOUT')))
    return 'no-answer';
  return 'connection-lost';
}
