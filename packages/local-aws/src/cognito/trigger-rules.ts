import { setTimeout as pause } from 'node:timers/promises';
import type { InvocationResult } from '../lambda/invocation.ts';

/** What Cognito answers its caller with when a trigger went wrong. */
export class TriggerFailure extends Error {
  override name = 'TriggerFailure';
  readonly code: 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'UnexpectedLambdaException';
  constructor(code: TriggerFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Milliseconds that Cognito waits for an answer, and how often it asks (Cognito's documented 5 s, three attempts). */
const ANSWER_LIMIT_MS = 5_000;
const ATTEMPTS = 3;

const NO_ANSWER: unique symbol = Symbol('no answer');

/**
 * Calls the trigger under Cognito's rules: an answer within 5 s, three attempts when there is none, the text of a throw
 * passed on to the user, and an object as the answer.
 * @throws TriggerFailure
 */
export async function callTrigger(
  invoke: (payload: string) => Promise<InvocationResult>,
  event: object,
  { limitMs = ANSWER_LIMIT_MS } = {},
): Promise<void> {
  const payload = JSON.stringify(event);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await answerWithin(limitMs, invoke(payload));
    if (result !== NO_ANSWER) return judge(result as InvocationResult);
  }
  throw new TriggerFailure('UnexpectedLambdaException', 'PostConfirmation invocation failed due to error Timeout.');
}

async function answerWithin(limitMs: number, answer: Promise<InvocationResult>) {
  const timer = new AbortController();
  const limit = pause(limitMs, NO_ANSWER, { signal: timer.signal }).catch(() => NO_ANSWER);
  const failed = (error: Error) => {
    throw new TriggerFailure(
      'UnexpectedLambdaException',
      `PostConfirmation invocation failed due to error ${error.name}.`,
    );
  };
  try {
    return await Promise.race([answer.catch(failed), limit]);
  } finally {
    timer.abort();
  }
}

/** A function that its own timeout ended has answered, with an error. */
function judge(result: InvocationResult): void {
  const answer = parse(result.payload);
  if (result.functionError) {
    const text = (answer as { errorMessage?: string } | undefined)?.errorMessage ?? 'Unknown';
    throw new TriggerFailure('UserLambdaValidationException', `PostConfirmation failed with error ${text}.`);
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw new TriggerFailure('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
