import { ApiError } from '../emulators/api-error.ts';
import { type Action, hasAlias, namedFunction } from './api-call.ts';
import { functionArn } from './function-name.ts';

/** When the functions were deployed: once, with the stack. */
const DEPLOYED_AT = new Date().toISOString();

/** Variables and all are those that the processes get. */
export const getFunctionConfiguration: Action = (deployed, call) => {
  const { pool, arn, qualifier } = namedFunction(deployed, call);
  const { settings } = pool;
  const body = {
    FunctionName: settings.functionName,
    FunctionArn: arn,
    Version: qualifier && qualifier !== '$LATEST' ? '1' : '$LATEST',
    Runtime: 'nodejs24.x',
    Handler: settings.handler,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMegabytes,
    Environment: { Variables: settings.environment },
    LastModified: DEPLOYED_AT,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
  };
  return { status: 200, body };
};

/** Empty when nothing is reserved. */
export const getFunctionConcurrency: Action = (deployed, call) => {
  const { reservedConcurrency } = namedFunction(deployed, call).pool.settings;
  return { status: 200, body: { ReservedConcurrentExecutions: reservedConcurrency } };
};

export const getAlias: Action = (deployed, call) => {
  const { name } = namedFunction(deployed, call);
  const [, alias = ''] = call.path;
  const AliasArn = functionArn(name, alias);
  if (!hasAlias(deployed, name, alias)) {
    throw new ApiError('ResourceNotFoundException', `Cannot find alias arn: ${AliasArn}`, 404);
  }
  return { status: 200, body: { AliasArn, Name: alias, FunctionVersion: '1', Description: '' } };
};
