import type { Message } from '@postconfirm/contract';
import { createLog, type LogCode, TRIGGER_LINES } from '@postconfirm/runtime';
import type { Context } from 'aws-lambda';
import { createConfirm } from './confirm.ts';
import type { Moment } from './confirmation.ts';
import type { Enqueue } from './enqueue.ts';
import { createHandler } from './handler.ts';

export const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';
export const POOL = 'eu-central-1_aBcDeFgHi';

export const MOMENT: Moment = {
  time: '2026-03-01T09:30:00.000Z',
  uuid: '0d9ad9c8-3c3f-4d0a-93ab-0f1d7a0a4b11',
  traceparent: undefined,
};

export const ALLOWED = { customAttributes: ['custom:plan'], clientMetadataKeys: ['campaign'], region: 'eu-central-1' };

/** The least that Cognito sends for a sign-up. */
export const anEvent = (userAttributes: Record<string, unknown> = {}, over: Record<string, unknown> = {}) => ({
  version: '1',
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  region: 'eu-central-1',
  userPoolId: POOL,
  userName: SUB,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '4ma39kqn9j6ncsimddqs13sgok' },
  request: { userAttributes: { sub: SUB, email: 'ann@example.com', ...userAttributes } },
  response: {},
  ...over,
});

type Line = { code: LogCode; [field: string]: unknown };

/** The whole trigger but for SQS: `enqueued` keeps what would be sent. */
export function aTrigger(enqueue: Enqueue = async () => undefined, moment = () => MOMENT) {
  const written: string[] = [];
  const enqueued: Message[] = [];
  const log = createLog({
    functionName: 'postconfirm-test-trigger',
    lines: TRIGGER_LINES,
    destination: { write: (line) => written.push(line) },
  });
  const remember: Enqueue = async (message) => {
    enqueued.push(message);
    await enqueue(message);
  };
  const handler = createHandler(createConfirm({ allowed: ALLOWED, enqueue: remember, moment, log }), log);
  return {
    invoke: (event: unknown) => handler(event, { awsRequestId: 'request-1' } as Context),
    enqueued,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Line),
  };
}
