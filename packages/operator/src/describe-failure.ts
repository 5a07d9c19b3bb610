import type { ExitName } from './exit-code.ts';
import { OperatorError } from './operator-error.ts';

type Failure = { exit: Exclude<ExitName, 'done'>; says: string };

const DENIED =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorizedException|AuthorizationError(Exception)?)$/;
const EXPIRED =
  /^(ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException)$/;
const NOT_THERE = /^(QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|ResourceNotFoundException)$/;

/** What a person is told of an error, in one sentence: a stack trace would hide it. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof OperatorError && error.exit !== 'done') return { exit: error.exit, says: error.message };
  if (!(error instanceof Error)) return { exit: 'failed', says: String(error) };
  if ('code' in error && error.code === 'ECONNREFUSED')
    return { exit: 'usage', says: 'The local stack does not answer: start it with `npm start`.' };
  if (error.message === 'Region is missing')
    return { exit: 'usage', says: 'No region is set: name one with --region, AWS_REGION or a profile (--profile).' };
  if (error.name === 'CredentialsProviderError')
    return { exit: 'unauthorised', says: `There are no AWS credentials: ${firstSentence(error.message)}.` };
  if (EXPIRED.test(error.name))
    return { exit: 'unauthorised', says: 'The AWS credentials are not valid any more: sign in again.' };
  if (DENIED.test(error.name)) return { exit: 'unauthorised', says: deniedAction(error.message) };
  if (NOT_THERE.test(error.name))
    return { exit: 'usage', says: `${missing(error.message)} Check --stage and --region.` };
  return { exit: 'failed', says: `${error.name}: ${error.message}` };
}

const firstSentence = (text: string) => text.split(/[.\n]/)[0] ?? text;

/** AWS names the action in its message; the ARNs of a person or a resource stay out. */
function deniedAction(message: string): string {
  const action = /\b([a-z0-9-]+:[A-Z][A-Za-z]+)\b/.exec(message)?.[1];
  return action === undefined
    ? 'Your AWS rights do not allow this.'
    : `Your AWS rights do not allow ${action}: ask for it, or use another profile (--profile).`;
}

const missing = (message: string) => (message === '' ? 'It does not exist there.' : `${firstSentence(message)}.`);
