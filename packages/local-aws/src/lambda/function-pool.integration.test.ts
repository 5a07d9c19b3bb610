import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FunctionPool, type PoolOptions } from './function-pool.ts';
import type { FunctionSettings } from './function-settings.ts';
import { TooManyRequestsError } from './invocation.ts';
import { Logs } from './logs.ts';

let cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

/** A function of the given source. */
async function deployed(source: string, settings: Partial<FunctionSettings> = {}, options: Partial<PoolOptions> = {}) {
  const codeFolder = await mkdtemp(path.join(tmpdir(), 'postconfirm-function-'));
  cleanups.push(() => rm(codeFolder, { recursive: true }));
  await writeFile(path.join(codeFolder, 'index.mjs'), source);
  const logs = new Logs();
  const standard = { functionName: 'postconfirm-test-worker', service: 'worker', handler: 'index.handler' };
  const numbers = { timeoutSeconds: 5, memoryMegabytes: 128, environment: {} };
  const pool = new FunctionPool({ ...standard, codeFolder, ...numbers, ...settings }, { logs, ...options });
  cleanups.push(() => pool.stop());
  const invoke = async (event: unknown = {}) => {
    const { payload, functionError } = await pool.invoke(JSON.stringify(event));
    return { value: JSON.parse(payload), functionError };
  };
  return { pool, logs, invoke };
}

const PID = 'export const handler = async () => process.pid;';

test('hands the event and a context to the handler and its answer back', async () => {
  const { invoke } = await deployed(`export const handler = async (event, context) => ({
    event, name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB,
    remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID,
  });`);
  const { value } = await invoke({ hello: 'world' });
  expect(value).toEqual({
    event: { hello: 'world' },
    name: 'postconfirm-test-worker',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:postconfirm-test-worker:live',
    memory: '128',
    remaining: expect.toSatisfy((left: number) => left > 3_000 && left <= 5_000),
    trace: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/),
  });
});

test('gives the process the variables of Lambda and of the function, and none of its parent', async () => {
  process.env['OF_THE_PARENT'] = 'yes';
  const source = 'export const handler = async () => Object.keys(process.env);';
  const { invoke } = await deployed(source, { environment: { OWN: 'yes' } });
  const { value } = await invoke();
  expect(value).toEqual(expect.arrayContaining(['OWN', 'AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME', '_HANDLER']));
  expect(value).not.toEqual(expect.arrayContaining(['OF_THE_PARENT']));
  expect(value).not.toContain('PATH');
});

test('uses an environment again, and starts more only for invocations at the same time', async () => {
  const { pool, invoke } = await deployed(PID);
  const first = await invoke();
  expect(await invoke()).toEqual(first);
  const together = await Promise.all([invoke(), invoke(), invoke()]);
  expect(new Set(together.map(({ value }) => value)).size).toBe(3);
  expect(pool.pids()).toHaveLength(3);
});

test('lets invocations beyond its processes wait', async () => {
  const { pool, invoke } = await deployed(PID, {}, { mostEnvironments: 2 });
  const results = await Promise.all(Array.from({ length: 20 }, () => invoke()));
  expect(results.every(({ functionError }) => functionError === undefined)).toBe(true);
  expect(pool.pids()).toHaveLength(2);
});

test('throttles above the reserved concurrency', async () => {
  const { pool, invoke } = await deployed(PID, { reservedConcurrency: 1 });
  const running = invoke();
  await expect(pool.invoke('{}')).rejects.toThrow(TooManyRequestsError);
  expect((await running).functionError).toBeUndefined();
});

test('passes on what a handler throws, and keeps the environment', async () => {
  const { pool, invoke } = await deployed(`export const handler = async () => { throw new RangeError('too far') };`);
  expect(await invoke()).toEqual({
    value: { errorType: 'RangeError', errorMessage: 'too far', trace: expect.any(Array) },
    functionError: 'Unhandled',
  });
  expect(pool.pids()).toHaveLength(1);
});

test('kills an environment at its timeout, even one that never yields', async () => {
  const { pool, invoke, logs } = await deployed('export const handler = async () => { for (;;); };', {
    timeoutSeconds: 1,
  });
  const { value, functionError } = await invoke();
  expect([value.errorType, functionError]).toEqual(['Sandbox.Timedout', 'Unhandled']);
  expect(value.errorMessage).toContain('Task timed out after 1.00 seconds');
  await expect(logs.waitFor(({ text }) => text.includes('Task timed out'))).resolves.toMatchObject({
    from: 'platform',
  });
  await expect.poll(() => pool.pids()).toEqual([]);
});

test('reports a crash, and starts anew', async () => {
  const { invoke } = await deployed('export const handler = async ({ crash }) => (crash ? process.exit(7) : "alive");');
  const { value } = await invoke({ crash: true });
  expect(value).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringContaining('exit status 7'),
  });
  expect((await invoke()).value).toBe('alive');
});

test('reports an environment that was killed in mid-invocation', async () => {
  const { pool, logs, invoke } = await deployed(
    'export const handler = () => { console.log("begun"); return new Promise(() => setTimeout(() => {}, 60000)); };',
  );
  const running = invoke();
  await logs.waitFor(({ text }) => text === 'begun');
  expect(await pool.killEnvironments()).toBe(1);
  expect((await running).value.errorMessage).toContain('signal: killed');
});

test('says why a function could not be initialized', async () => {
  const { invoke, logs } = await deployed('throw new Error("QUEUE_URL is missing"); export const handler = () => {};');
  const { value, functionError } = await invoke();
  expect([value.errorMessage, functionError]).toEqual(['QUEUE_URL is missing', 'Unhandled']);
  const line = await logs.waitFor(({ from }) => from === 'platform');
  expect(line.text).toContain('QUEUE_URL is missing');
});

test('refuses a handler that takes a callback', async () => {
  const { invoke } = await deployed('export const handler = (event, context, callback) => callback(null, 1);');
  expect((await invoke()).value.errorMessage).toContain('3 parameters');
});

test('keeps the lines that a function writes', async () => {
  const { invoke, logs } = await deployed(
    'export const handler = async () => { console.log("out"); console.error("err"); };',
  );
  await invoke();
  await logs.waitFor(({ text }) => text === 'out');
  await logs.waitFor(({ text }) => text === 'err');
  expect(
    logs
      .lines('worker')
      .map(({ text }) => text)
      .sort(),
  ).toEqual(['err', 'out']);
});

test('starts whatever runtime client it is given', async () => {
  const client = path.join(import.meta.dirname, 'runtime-client.mjs');
  const runtimeClient = [process.execPath, '--title=other-client', client];
  const { invoke } = await deployed('export const handler = async () => process.execArgv;', {}, { runtimeClient });
  expect((await invoke()).value).toEqual(['--title=other-client']);
});
