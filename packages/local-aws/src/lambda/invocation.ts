import { randomBytes } from 'node:crypto';
import { ApiError } from '../emulators/api-error.ts';

/** What an invocation came to. With `functionError` the payload is `{ errorType, errorMessage, … }`. */
export interface InvocationResult {
  payload: string;
  functionError?: 'Unhandled';
}

/** A call that Lambda refuses because the function has no concurrency left. */
export class TooManyRequestsError extends ApiError {
  constructor(message: string) {
    super('TooManyRequestsException', message, 429);
  }
}

export const failure = (errorType: string, errorMessage: string): InvocationResult => ({
  payload: JSON.stringify({ errorType, errorMessage }),
  functionError: 'Unhandled',
});

/** An X-Ray trace header as Lambda makes one when the caller brings none. */
export function newTraceHeader(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
