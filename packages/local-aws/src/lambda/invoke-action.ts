import { type Action, jsonOf, namedFunction } from './api-call.ts';

/** Invoke: `RequestResponse` and `Event` calls, by function name, `name:alias` or ARN. */
export const invoke: Action = async (deployed, call) => {
  const { pool, qualifier } = namedFunction(deployed, call);
  const payload = call.body || '{}';
  jsonOf(payload);
  const outcome = pool.invoke(payload, qualifier ? { alias: qualifier } : {});
  if (call.headers['x-amz-invocation-type'] === 'Event') {
    // Nobody waits for the result; a failure stands in the function's log.
    void outcome.catch(() => undefined);
    return { status: 202, body: '' };
  }
  const result = await outcome;
  const error = result.functionError ? { 'x-amz-function-error': result.functionError } : {};
  return { status: 200, headers: { 'x-amz-executed-version': '1', ...error }, body: result.payload };
};
