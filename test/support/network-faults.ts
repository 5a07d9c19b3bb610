import type { Aim, NetworkFault, Passing } from '@postconfirm/local-aws';

export const THROTTLED_BY_DYNAMODB: NetworkFault = {
  refuse: { status: 400, code: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'Rate exceeded.' },
};

/** The next requests of an operation that name this user. */
export const requestsAbout = (sub: string, operation: string, times?: number): Aim => ({
  operation,
  when: ({ body, path }) => body.includes(sub) || path.includes(sub),
  ...(times !== undefined && { times }),
});

type Update = { ConditionExpression?: string; ExpressionAttributeValues?: Record<string, { S?: string }> };

const isUpdateTo = (state: string, { body }: Passing) =>
  (JSON.parse(body) as Update).ExpressionAttributeValues?.[':state']?.S === state;

/** Writes that claim this user's delivery. */
export const claimsOf = (sub: string, times?: number): Aim => {
  const aim = requestsAbout(sub, 'UpdateItem', times);
  return { ...aim, when: (request) => Boolean(aim.when?.(request)) && isUpdateTo('SENDING', request) };
};

/** Writes of the email worker that say SENT; those of email-events stand under a condition. */
export const sentWritesOf = (sub: string, times?: number): Aim => {
  const aim = requestsAbout(sub, 'UpdateItem', times);
  const isUnconditional = ({ body }: Passing) => (JSON.parse(body) as Update).ConditionExpression === undefined;
  return {
    ...aim,
    when: (request) => Boolean(aim.when?.(request)) && isUpdateTo('SENT', request) && isUnconditional(request),
  };
};
