import { CREDENTIALS, REGION } from '../account.ts';
import type { FunctionSettings } from './function-settings.ts';

/**
 * The variables of a function's process: Lambda's own and the function's settings. Nothing of the parent's, so that a
 * function cannot come to depend on what only this machine has.
 */
export function processEnvironment(settings: FunctionSettings, runtimeApi: string, stream: string) {
  return {
    // Its own, as a role gives them: a gate tells by it who asks.
    AWS_ACCESS_KEY_ID: settings.service,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: settings.codeFolder,
    _HANDLER: settings.handler,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...settings.environment,
  };
}
