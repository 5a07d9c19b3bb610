import type { LogFields } from './log.ts';

type ErrorFacts = { code?: unknown; $metadata?: { httpStatusCode?: number } };

/**
 * What may be logged of an unexpected error: its name, code, HTTP status and stack frames. Never its message: SDK and
 * parser messages quote what they were given.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: errorName(error) };
  const { code, $metadata } = error as Error & ErrorFacts;
  const frames = framesOf(error);
  return {
    errorName: errorName(error),
    ...(isWord(code) && { errorCode: code }),
    ...($metadata?.httpStatusCode !== undefined && { httpStatus: $metadata.httpStatusCode }),
    ...(frames.length > 0 && { frames: frames.slice(0, 6).map((frame) => frame.trim()) }),
  };
}

/** What may be logged of an error in one word: its name, if it looks like one; else what kind of thing was thrown. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return isWord(error.name) ? error.name : 'Error';
}

/** SDKs take names and codes from the answer of whoever answered: only what looks like a name is one. */
const isWord = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9_.:$-]{1,80}$/.test(value);

/** The message stands before the frames and may have lines like theirs. */
function framesOf({ message, stack }: Error): string[] {
  if (stack === undefined) return [];
  const start = stack.includes(message) ? stack.indexOf(message) + message.length : 0;
  return stack
    .slice(start)
    .split('\n')
    .filter((line) => FRAME.test(line));
}

const FRAME = /^\s+at .*(:\d+:\d+\)?|\(<anonymous>\)|\(native\))$/;
