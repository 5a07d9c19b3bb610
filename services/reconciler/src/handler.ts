import middy from '@middy/core';
import { IDENTIFIER } from '@postconfirm/contract';
import { invocationContext, NO_EARLY_TIMEOUT } from '@postconfirm/runtime';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';

/** What a schedule says. */
const EventSchema = v.object({
  task: v.picklist(['watch', 'report']),
  userPoolId: v.pipe(v.string(), v.regex(IDENTIFIER)),
});

/** `deadline`: epoch milliseconds at which Lambda ends the invocation. */
export type Task = (pool: string, deadline: number) => Promise<void>;

/** The Lambda handler: one schedule's task. It throws what it meets: Lambda asks again, and an alarm tells. */
export const createHandler = (tasks: { watch: Task; report: Task }) =>
  middy(async (event: unknown, context: Context) => {
    const { task, userPoolId } = v.parse(EventSchema, event);
    await tasks[task](userPoolId, Date.now() + context.getRemainingTimeInMillis());
  }, NO_EARLY_TIMEOUT).use(invocationContext());
