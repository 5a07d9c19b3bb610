import { ApiError } from '../emulators/api-error.ts';
import { parseFunctionName } from './function-name.ts';
import type { FunctionPool } from './function-pool.ts';
import type { InvocationResult } from './invocation.ts';
import type { Policies } from './policies.ts';

export interface ServiceCall {
  functionArn: string;
  /** What the service calls for: a user pool, a rule. */
  sourceArn: string;
  payload: string;
}

export type CallFunction = (call: ServiceCall) => Promise<InvocationResult>;

interface Callable {
  functions: ReadonlyMap<string, FunctionPool>;
  policies: Policies;
}

/**
 * Calls functions as an AWS service does: only where the function's resource policy lets it.
 * @throws ApiError `AccessDeniedException`, also for a function that isn't there: it has no policy
 */
export const callAsService =
  ({ functions, policies }: Callable, service: string): CallFunction =>
  async ({ functionArn, sourceArn, payload }) => {
    const { name, alias } = parseFunctionName(functionArn);
    const pool = functions.get(name);
    if (!pool || !policies.allow(service, { functionArn, sourceArn })) {
      throw new ApiError('AccessDeniedException', `${service} may not call ${functionArn} for ${sourceArn}.`, 403);
    }
    return pool.invoke(payload, alias ? { alias } : {});
  };
