import { describe, expect, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('what a person is told of an error', () => {
  it.each([
    ['a pool', 'User pool eu-central-1_bad does not exist.', 'Check --pool and --region.'],
    ['a function', 'Function not found: arn:aws:lambda:eu-central-1:1:function:x', 'Check --stage and --region.'],
  ])('names the option to check where %s is not found', (_what, message, says) => {
    const failure = describeFailure(named('ResourceNotFoundException', message));
    expect(failure).toEqual({ exit: 'usage', says: expect.stringContaining(says) });
  });

  it('says how to get credentials where there are none', () => {
    const failure = describeFailure(named('CredentialsProviderError', 'Could not load credentials from any providers'));
    expect(failure.exit).toBe('unauthorised');
    for (const way of ['aws sso login', '--profile', 'AWS_PROFILE']) expect(failure.says).toContain(way);
  });

  it.each(['ExpiredTokenException', 'InvalidClientTokenId', 'SignatureDoesNotMatch'])(
    'says how to get others where AWS does not take the credentials: %s',
    (name) => {
      const { exit, says } = describeFailure(named(name, 'The security token included in the request is expired'));
      expect(exit).toBe('unauthorised');
      expect(says).toMatch(/^AWS does not take these credentials.*aws sso login/);
    },
  );

  it('names the region and the network where AWS cannot be reached', () => {
    const error = named('Error', 'getaddrinfo ENOTFOUND sqs.nowhere.amazonaws.com', { code: 'ENOTFOUND' });
    expect(describeFailure(error).says).toBe('AWS cannot be reached (ENOTFOUND): check --region and the network.');
  });

  it.each([
    named('InvalidParameterException', "Value 'ann@example.com' at 'username' failed", {
      $metadata: { httpStatusCode: 400 },
    }),
    named('ann@example.com is no name', 'ann@example.com'),
    'ann@example.com',
  ])('never quotes what an unexpected error quotes, and says how to see it', (error) => {
    const { exit, says } = describeFailure(error);
    expect(exit).toBe('failed');
    expect(says).not.toContain('ann@example');
    expect(says).toContain('--debug');
  });

  it.each([named('ThrottlingException', 'x'), named('X', 'x', { $metadata: { httpStatusCode: 503 } })])(
    'says that what passes by itself may be tried again',
    (error) => {
      expect(describeFailure(error).says).toContain('Try again in some minutes.');
    },
  );

  it('names an unexpected error and its HTTP status', () => {
    const error = named('InternalErrorException', 'whatever', { $metadata: { httpStatusCode: 500 } });
    expect(describeFailure(error).says).toContain('InternalErrorException (HTTP 500)');
  });
});
