import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { enterLogContext } from './log.ts';

/** middy middleware: every log line of the invocation carries Lambda's request id. */
export const invocationContext = <TEvent, TResult>(): MiddlewareObj<TEvent, TResult, Error, Context> => ({
  before: ({ context }) => enterLogContext({ requestId: context.awsRequestId }),
});
