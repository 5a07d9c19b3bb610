import { describe, expect, test } from 'vitest';
import { classifySendFailure } from './ses-failures.ts';

const answered = (name: string, message: string, httpStatusCode = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

describe('an answer of SES that says no', () => {
  test.each([
    ['Throttling', 'Maximum sending rate exceeded.', 'throttled', 'sending-rate'],
    ['ThrottlingException', 'Rate exceeded', 'throttled', 'sending-rate'],
    ['TooManyRequestsException', 'Slow down', 'throttled', 'sending-rate'],
    ['Throttling', 'Daily message quota exceeded.', 'account', 'daily-quota'],
    ['ThrottlingException', 'Daily sending quota exceeded', 'account', 'daily-quota'],
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed',
      'account',
      'identity-not-verified',
    ],
    ['MessageRejected', 'Sending paused for this account.', 'account', 'account-paused'],
    ['MessageRejected', 'Sending suspended for this account.', 'account', 'account-paused'],
    ['AccountSendingPausedException', 'Paused', 'account', 'account-paused'],
    ['ConfigurationSetSendingPausedException', 'Paused', 'account', 'configuration-set-paused'],
    ['ConfigurationSetDoesNotExist', 'No such set', 'account', 'configuration-set-missing'],
    ['ConfigurationSetDoesNotExistException', 'No such set', 'account', 'configuration-set-missing'],
    ['MailFromDomainNotVerifiedException', 'Not verified', 'account', 'mail-from-not-verified'],
    ['AccessDenied', 'not authorized to perform ses:SendEmail', 'account', 'access-denied'],
    ['AccessDeniedException', 'not authorized', 'account', 'access-denied'],
    ['InvalidClientTokenId', 'The security token is invalid', 'account', 'credentials'],
    ['ExpiredToken', 'The security token has expired', 'account', 'credentials'],
    ['SignatureDoesNotMatch', 'The signature does not match', 'account', 'credentials'],
    ['MessageRejected', 'Message contains a virus', 'invalid', 'message-rejected'],
    ['InvalidParameterValue', 'Missing final @domain', 'invalid', 'invalid-parameter'],
    ['ValidationError', 'Value is too long', 'invalid', 'invalid-parameter'],
  ])('%s "%s" is %s: %s', (name, message, failureClass, reason) => {
    expect(classifySendFailure(answered(name, message))).toEqual({ kind: 'rejected', class: failureClass, reason });
  });

  test('leaves nothing of its text in the result, for it can name addresses', () => {
    const failure = classifySendFailure(answered('MessageRejected', 'Address ada@harbour.test is not verified'));
    expect(JSON.stringify(failure)).not.toContain('ada');
  });
});

describe('Retry-After', () => {
  const throttled = (retryAfter: string) =>
    Object.assign(answered('Throttling', 'Rate exceeded', 429), {
      $response: { headers: { 'retry-after': retryAfter } },
    });

  test('is passed on in seconds', () => {
    expect(classifySendFailure(throttled('7'))).toMatchObject({ class: 'throttled', retryAfterSeconds: 7 });
  });

  test.each(['-1', 'abc', '1e9', '1000000000', '', 'Sun, 22 Nov 2026 12:00:00 GMT'])(
    'is ignored if it is %j',
    (value) => {
      expect(classifySendFailure(throttled(value))).not.toHaveProperty('retryAfterSeconds');
    },
  );
});

describe('a request that never left', () => {
  const failed = (fields: object) => Object.assign(new Error('failed'), fields);
  const refused = failed({ code: 'ECONNREFUSED', syscall: 'connect' });

  test.each([
    ['no credentials', failed({ name: 'CredentialsProviderError' }), 'account', 'credentials'],
    ['an unknown host', failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'definite', 'name-not-resolved'],
    ['a refused connection', refused, 'definite', 'no-connection'],
    ['an unreachable network', failed({ code: 'ENETUNREACH', syscall: 'connect' }), 'definite', 'no-connection'],
    ['no address that connects', new AggregateError([refused, refused]), 'definite', 'no-connection'],
    ['a connection that does not come about in time', connectTimeout(), 'definite', 'no-connection'],
  ])('%s is certainly not accepted', (_, error, failureClass, reason) => {
    expect(classifySendFailure(error)).toEqual({ kind: 'rejected', class: failureClass, reason });
  });

  function connectTimeout() {
    const message = 'the request socket did not establish a connection with the server within the configured timeout';
    return Object.assign(new Error(message), { name: 'TimeoutError' });
  }
});

describe('everything else may have been sent', () => {
  const failed = (fields: object) => Object.assign(new Error('failed'), fields);
  const reset = failed({ code: 'ECONNRESET', syscall: 'read' });

  test.each([
    ['a throttling in the words of a failing server', answered('Throttling', 'Rate exceeded', 503), 'server-error'],
    ['an internal error', answered('InternalFailure', '', 500), 'server-error'],
    ['a code nobody knows', answered('BrandNewRefusal', '', 400), 'unknown-refusal'],
    ['an unreadable answer', answered('SyntaxError', 'Unexpected token', 200), 'unreadable-answer'],
    ['an aborted call', failed({ name: 'AbortError' }), 'no-answer'],
    ['a request timeout', failed({ name: 'TimeoutError', code: 'ETIMEDOUT' }), 'no-answer'],
    ['a socket without life', failed({ name: 'TimeoutError' }), 'no-answer'],
    ['a reset as the SDK names it', failed({ name: 'TimeoutError', code: 'ECONNRESET' }), 'connection-lost'],
    ['a reset', reset, 'connection-lost'],
    ['a broken pipe', failed({ code: 'EPIPE', syscall: 'write' }), 'connection-lost'],
    [
      'several failures, one of them late',
      new AggregateError([failed({ syscall: 'connect' }), reset]),
      'connection-lost',
    ],
    ['no failure at all', new AggregateError([]), 'connection-lost'],
    ['a known code without an answer', failed({ name: 'MessageRejected' }), 'connection-lost'],
    ['a thrown text', 'boom', 'connection-lost'],
    ['nothing', undefined, 'connection-lost'],
    ['null', null, 'connection-lost'],
  ])('%s', (_, error, reason) => {
    expect(classifySendFailure(error)).toEqual({ kind: 'ambiguous', reason });
  });
});
