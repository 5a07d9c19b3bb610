import type { LogFields } from './log.ts';

type ErrorFacts = { code?: unknown; $metadata?: { httpStatusCode?: number } };

/**
 * What may be logged of an unexpected error: its name, code, HTTP status and stack frames. Never its message: SDK and
 * parser messages quote what they were given.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { code, $metadata } = error as Error & ErrorFacts;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    errorName: error.name,
    ...(typeof code === 'string' && { errorCode: code }),
    ...($metadata?.httpStatusCode !== undefined && { httpStatus: $metadata.httpStatusCode }),
    ...(frames.length > 0 && { frames: frames.slice(0, 6).map((frame) => frame.trim()) }),
  };
}
