import middy, { type MiddlewareObj } from '@middy/core';
import { describeError, invocationContext, type Log, NO_EARLY_TIMEOUT, type TriggerCode } from '@postconfirm/runtime';
import type { Context } from 'aws-lambda';
import type { Confirm } from './confirm.ts';

/**
 * Returns the very event it got, whatever happens: the user is confirmed already, and a throw would only show them an
 * error.
 */
export const createHandler = (confirm: Confirm, log: Log<TriggerCode>) =>
  middy(async (event: unknown, _context: Context) => {
    await confirm(event);
    return event;
  }, NO_EARLY_TIMEOUT)
    .use(failOpen(log))
    .use(invocationContext());

const failOpen = (log: Log<TriggerCode>): MiddlewareObj<unknown, unknown, Error, Context> => ({
  onError: (request) => {
    log('TRIGGER_FAILED', describeError(request.error));
    request.response = request.event;
  },
});
