import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError, errorName } from './describe-error.ts';

const SECRET = 'ann@example.com';
const said = (error: unknown) => JSON.stringify(describeError(error));

describe('describeError', () => {
  it('tells the name, code, status and frames of an SDK error', () => {
    const error = Object.assign(new Error('The queue of ann@example.com does not exist'), {
      name: 'QueueDoesNotExist',
      code: 'AWS.SimpleQueueService.NonExistentQueue',
      $metadata: { httpStatusCode: 400 },
    });
    expect(describeError(error)).toEqual({
      errorName: 'QueueDoesNotExist',
      errorCode: 'AWS.SimpleQueueService.NonExistentQueue',
      httpStatus: 400,
      frames: expect.arrayContaining([expect.stringMatching(/^at .*describe-error\.test\.ts:\d+:\d+/)]),
    });
  });

  it('tells no frames where there are none', () => {
    const error = new Error('x');
    delete error.stack;
    expect(describeError(error)).toStrictEqual({ errorName: 'Error' });
  });

  it.each([
    ['of one line', SECRET],
    ['of several lines', `first\nsecond ${SECRET}\nthird`],
    ['with a line like a frame', `no JSON:\n    at ${SECRET} (file:///x.ts:1:2)\n    at ${SECRET}:1:2`],
    ['that ends like a frame', `\n    at ${SECRET} (<anonymous>)`],
  ])('repeats nothing of a message %s', (_what, message) => {
    expect(said(new Error(message))).not.toContain(SECRET);
    expect(describeError(new Error(message)).frames?.[0]).toContain('describe-error.test.ts');
  });

  it.each([
    ['a line like the beginning of a frame', `\n    at ${SECRET}`],
    ['a frame in the midst of a line', `${SECRET} at x (file:///x.ts:1:2)`],
    ['a line that goes on after a frame', `\n    at x (file:///x.ts:1:2) ${SECRET}`],
  ])('repeats nothing of a message that was replaced after the throw: %s', (_what, message) => {
    const error = new Error(message);
    // Read once, for vitest writes the stack, with the message in it, at the first look.
    expect(error.stack).toContain(SECRET);
    error.message = 'UnknownError';
    expect(said(error)).not.toContain(SECRET);
  });

  it('repeats nothing of the cause', () => {
    expect(said(new Error('outer', { cause: new Error(SECRET) }))).not.toContain(SECRET);
  });

  it.each([
    ['name', Object.assign(new Error('x'), { name: `<b>${SECRET}</b>` }), { errorName: 'Error' }],
    ['code', Object.assign(new Error('x'), { code: SECRET }), { errorName: 'Error' }],
    ['code that is a number', Object.assign(new Error('x'), { code: 42 }), { errorName: 'Error' }],
  ])('takes no free text for a %s', (_what, error, facts) => {
    const { frames, ...rest } = describeError(error);
    expect(rest).toEqual(facts);
  });

  it.each([
    [SECRET, 'string'],
    [undefined, 'undefined'],
    [null, 'object'],
    [{ message: SECRET }, 'object'],
  ])('tells only the type of a thrown value that is no error', (value, errorName) => {
    expect(describeError(value)).toEqual({ errorName });
  });

  it('tells no more than six frames', () => {
    const dive = (depth: number): Error => (depth === 0 ? new Error('deep') : dive(depth - 1));
    expect(describeError(dive(20)).frames).toHaveLength(6);
  });

  it('repeats no message, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\s\w:().@]*ann@example\.com[\s\w:().@]*$/), (message) => {
        expect(said(new Error(message))).not.toContain(SECRET);
      }),
    );
  });
});

describe('errorName', () => {
  it.each([
    [Object.assign(new Error(SECRET), { name: 'ResourceNotFoundException' }), 'ResourceNotFoundException'],
    [Object.assign(new Error('x'), { name: SECRET }), 'Error'],
    [Object.assign(new Error('x'), { name: 42 }), 'Error'],
    [SECRET, 'string'],
  ])('tells a name or a kind, never free text (%#)', (error, name) => {
    expect(errorName(error)).toBe(name);
  });
});
