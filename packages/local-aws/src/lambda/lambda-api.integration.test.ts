import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Listener } from '../emulators/listener.ts';
import type { FunctionPool } from './function-pool.ts';
import { TooManyRequestsError } from './invocation.ts';
import { startLambdaApi } from './lambda-api.ts';
import { Policies } from './policies.ts';

let api: Listener;
let invoked: string[];

const pool = (answer: (payload: string) => ReturnType<FunctionPool['invoke']>) =>
  ({
    invoke: (payload: string) => {
      invoked.push(payload);
      return answer(payload);
    },
  }) as unknown as FunctionPool;

beforeEach(async () => {
  invoked = [];
  const functions = new Map([
    ['echo', pool(async (payload) => ({ payload }))],
    ['thrower', pool(async () => ({ payload: '{"errorType":"Error"}', functionError: 'Unhandled' }))],
    ['busy', pool(() => Promise.reject(new TooManyRequestsError('no concurrency left')))],
  ]);
  const aliases = [{ functionName: 'echo', alias: 'live' }];
  const mappings = { all: () => [], find: () => undefined };
  api = await startLambdaApi({ functions, aliases, policies: new Policies(), mappings });
});
afterEach(() => api.close());

const call = (name: string, { body = '{}', headers = {} } = {}) =>
  fetch(`${api.url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, { method: 'POST', body, headers });

test.each(['echo', 'echo:live', 'arn:aws:lambda:eu-central-1:000000000000:function:echo:live'])(
  'invokes a function called %s',
  async (name) => {
    const response = await call(name, { body: '{"a":1}' });
    expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, null]);
    expect(await response.json()).toEqual({ a: 1 });
  },
);

test('marks the answer of a function that failed', async () => {
  const response = await call('thrower');
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
});

test('accepts an event without waiting for its end', async () => {
  const response = await call('thrower', { headers: { 'x-amz-invocation-type': 'Event' } });
  expect([response.status, await response.text(), invoked.length]).toEqual([202, '', 1]);
});

test.each([
  ['an unknown function', 'other', '{}', 404, 'ResourceNotFoundException'],
  ['an unknown alias', 'echo:dead', '{}', 404, 'ResourceNotFoundException'],
  ['a payload that is not JSON', 'echo', 'no', 400, 'InvalidRequestContentException'],
  ['a function without concurrency left', 'busy', '{}', 429, 'TooManyRequestsException'],
])('refuses %s', async (_what, name, body, status, type) => {
  const response = await call(name, { body });
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, type]);
});
