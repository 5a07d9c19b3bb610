import type { ConfirmedData, Outcome } from '@postconfirm/contract';
import {
  createLog,
  createSqsClient,
  eachMessage,
  MESSAGE_LINES,
  sqsHandler,
  USER_MESSAGES,
} from '@postconfirm/runtime';
import { readEnvironment } from './env.ts';

/** A worker as small as one can be: it takes note of a user, and refuses those of a plan that it does not know. */
const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: MESSAGE_LINES });

const PLANS = ['starter', 'pro'];

async function audit({ cause, attributes: { 'custom:plan': plan } }: ConfirmedData): Promise<Outcome> {
  if (cause === 'probe' || plan === undefined || PLANS.includes(plan)) return { kind: 'done' };
  return { kind: 'dead-letter', reason: 'rejected', detail: 'plan' };
}

export const handler = sqsHandler({
  worker: 'audit-worker',
  settings,
  sqs: createSqsClient(),
  log,
  bodies: USER_MESSAGES,
  process: eachMessage(({ data }) => audit(data), log),
});
