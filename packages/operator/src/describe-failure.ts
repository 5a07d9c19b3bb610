import { errorName } from '@postconfirm/runtime';
import type { ExitName } from './exit-code.ts';
import { OperatorError } from './operator-error.ts';

type Failure = { exit: Exclude<ExitName, 'done'>; says: string };

const DENIED =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorizedException|AuthorizationError(Exception)?)$/;
const NOT_TAKEN =
  /^(ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch)$/;
const NOT_THERE = /^(QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|ResourceNotFoundException)$/;
const UNREACHABLE = /^(ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT)$/;

const SIGN_IN = 'sign in (`aws sso login`), or name a profile (--profile, AWS_PROFILE)';

/** What a person is told of an error, in one sentence: a stack trace would hide it. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof OperatorError && error.exit !== 'done') return { exit: error.exit, says: error.message };
  if (!(error instanceof Error)) return unexpected(error);
  const code = codeOf(error);
  if (code === 'ECONNREFUSED')
    return { exit: 'usage', says: 'The local stack does not answer: start it with `npm start`.' };
  if (UNREACHABLE.test(code))
    return { exit: 'failed', says: `AWS cannot be reached (${code}): check --region and the network.` };
  if (error.message === 'Region is missing')
    return { exit: 'usage', says: 'No region is set: name one with --region, AWS_REGION or a profile (--profile).' };
  if (error.name === 'CredentialsProviderError')
    return { exit: 'unauthorised', says: `There are no AWS credentials that are valid: ${SIGN_IN}.` };
  if (NOT_TAKEN.test(error.name))
    return { exit: 'unauthorised', says: `AWS does not take these credentials, expired or wrong: ${SIGN_IN}.` };
  if (DENIED.test(error.name)) return { exit: 'unauthorised', says: deniedAction(error.message) };
  if (NOT_THERE.test(error.name)) return { exit: 'usage', says: notThere(error.message) };
  return unexpected(error);
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const firstSentence = (text: string) => text.split(/[.\n]/)[0] ?? text;

/** AWS names the action in its message; the ARNs of a person or a resource stay out. */
function deniedAction(message: string): string {
  const action = /\b([a-z0-9-]+:[A-Z][A-Za-z]+)\b/.exec(message)?.[1];
  return action === undefined
    ? 'Your AWS rights do not allow this.'
    : `Your AWS rights do not allow ${action}: ask for it, or use another profile (--profile).`;
}

function notThere(message: string): string {
  const says = message === '' ? 'It does not exist there.' : `${firstSentence(message)}.`;
  return `${says} Check ${/user ?pool/i.test(message) ? '--pool' : '--stage'} and --region.`;
}

/** What passes by itself: AWS was out, slow or asked too much of. */
const PASSING =
  /^(Throttling|TooManyRequests|RequestThrottled|ProvisionedThroughputExceeded|ServiceUnavailable|Timeout)/;

/** By name alone: messages of SDKs and parsers quote what they were given, a user's data too. */
function unexpected(error: unknown): Failure {
  const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata ?? {};
  const status = httpStatusCode === undefined ? '' : ` (HTTP ${httpStatusCode})`;
  const name = `${errorName(error)}${status}`;
  const passes = (httpStatusCode ?? 0) >= 500 || PASSING.test(errorName(error));
  const says = passes ? `AWS did not do it: ${name}. Try again in some minutes.` : `Unexpected: ${name}.`;
  return { exit: 'failed', says: `${says} The same command with --debug shows all of it, personal data perhaps too.` };
}
