import { expect, test, vi } from 'vitest';
import type { InvocationResult } from '../lambda/invocation.ts';
import { callTrigger } from './trigger-rules.ts';

const EVENT = { triggerSource: 'PostConfirmation_ConfirmSignUp' };
const never = () => new Promise<InvocationResult>(() => undefined);
const answers = (payload: string, functionError?: 'Unhandled') =>
  vi.fn(async (): Promise<InvocationResult> => ({ payload, ...(functionError && { functionError }) }));

test('is content with an object', async () => {
  const invoke = answers(JSON.stringify(EVENT));
  await expect(callTrigger(invoke, EVENT)).resolves.toBeUndefined();
  expect(invoke.mock.calls).toEqual([[JSON.stringify(EVENT)]]);
});

test('passes the text of a throw on, and asks no second time', async () => {
  const invoke = answers('{"errorType":"Error","errorMessage":"no such plan"}', 'Unhandled');
  await expect(callTrigger(invoke, EVENT)).rejects.toMatchObject({
    code: 'UserLambdaValidationException',
    message: 'PostConfirmation failed with error no such plan.',
  });
  expect(invoke).toHaveBeenCalledTimes(1);
});

test.each(['null', '7', '[]', 'no JSON', ''])('refuses %s as an answer', async (payload) => {
  await expect(callTrigger(answers(payload), EVENT)).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' });
});

test('asks three times when there is no answer', async () => {
  const invoke = vi.fn(never);
  await expect(callTrigger(invoke, EVENT, { limitMs: 5 })).rejects.toMatchObject({ code: 'UnexpectedLambdaException' });
  expect(invoke).toHaveBeenCalledTimes(3);
});

test('is content with a late attempt that answers', async () => {
  const invoke = vi
    .fn(never)
    .mockImplementationOnce(never)
    .mockImplementationOnce(async () => ({ payload: '{}' }));
  await expect(callTrigger(invoke, EVENT, { limitMs: 5 })).resolves.toBeUndefined();
  expect(invoke).toHaveBeenCalledTimes(2);
});

test('names the refusal of a call', async () => {
  const refused = Object.assign(new Error('no concurrency left'), { name: 'TooManyRequestsException' });
  await expect(callTrigger(() => Promise.reject(refused), EVENT)).rejects.toMatchObject({
    code: 'UnexpectedLambdaException',
    message: expect.stringContaining('TooManyRequestsException'),
  });
});
