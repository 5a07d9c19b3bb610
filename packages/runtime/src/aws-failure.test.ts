import { FAILURE_RULES } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { awsFailureClass, failureOf, refusalClass } from './aws-failure.ts';

const answered = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error('for ann@example.com'), { name, $metadata: { httpStatusCode } });
const failed = (fields: object) => Object.assign(new Error('for ann@example.com'), fields);

describe('a refusal of AWS', () => {
  it.each([
    ['ProvisionedThroughputExceededException', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['RequestLimitExceeded', 'throttled'],
    ['RequestThrottled', 'throttled'],
    ['KmsThrottled', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['LimitExceededException', 'throttled'],
    ['TransactionConflictException', 'definite'],
    ['AccessDeniedException', 'account'],
    ['NotAuthorizedException', 'account'],
    ['ResourceNotFoundException', 'account'],
    ['QueueDoesNotExist', 'account'],
    ['AWS.SimpleQueueService.NonExistentQueue', 'account'],
    ['UnrecognizedClientException', 'account'],
    ['ExpiredTokenException', 'account'],
    ['KmsAccessDenied', 'account'],
    ['ValidationException', 'invalid'],
    ['ItemCollectionSizeLimitExceededException', 'invalid'],
    ['InvalidMessageContents', 'invalid'],
  ])('%s is %s', (name, failure) => {
    expect([awsFailureClass(answered(name)), refusalClass(name)]).toEqual([failure, failure]);
  });

  it('is throttled by its status alone', () => {
    expect(awsFailureClass(answered('BrandNew', 429))).toBe('throttled');
  });
});

it.each([
  ['a refused connection', failed({ code: 'ECONNREFUSED', syscall: 'connect' }), 'definite'],
  ['an unknown host', failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'definite'],
  ['no credentials', failed({ name: 'CredentialsProviderError' }), 'account'],
  ['an internal error', answered('InternalServerError', 500), 'ambiguous'],
  ['a throttling in the words of a failing server', answered('ThrottlingException', 503), 'ambiguous'],
  ['a reset', failed({ code: 'ECONNRESET', syscall: 'read' }), 'ambiguous'],
  ['silence', failed({ name: 'TimeoutError', code: 'ETIMEDOUT' }), 'ambiguous'],
  ['an unreadable answer', answered('SyntaxError', 200), 'ambiguous'],
  ['a defect of our own', new TypeError('x is not a function'), 'ambiguous'],
  ['a thrown text', 'boom', 'ambiguous'],
])('%s leaves no wrong certainty', (_what, error, failure) => {
  expect(awsFailureClass(error)).toBe(failure);
});

it('a failed call has the rule of its class, and a line without its text', () => {
  const { rule, fields } = failureOf('enqueue', answered('QueueDoesNotExist'));
  expect(rule).toBe(FAILURE_RULES.enqueue.account);
  expect(fields).toMatchObject({ errorName: 'QueueDoesNotExist', httpStatus: 400, failure: 'account' });
  expect(JSON.stringify(fields)).not.toContain('ann@example.com');
});
