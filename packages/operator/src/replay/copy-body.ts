import { asciiJson } from '@postconfirm/contract';
import type { Content } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';

/** What an operator says to every copy of a replay. */
export type ReplayWord = { evenIfStale: boolean };

/** The message of a dead letter as its copy will have it; the word of an earlier replay does not hold for this one. */
export function copyContent(content: Content, word: ReplayWord): Content {
  return content.kind === 'message' ? { ...content, message: replayed(content.message, word) } : content;
}

/**
 * The body of the copy: replayed once more, all else as it was, fields of a later version and the digits of its numbers
 * included. What is no message of the contract stays as it is, byte by byte.
 */
export function copyBody({ content, body }: Pick<DeadLetter, 'content' | 'body'>, word: ReplayWord): string {
  if (content.kind !== 'message') return body;
  return asciiJson({ ...parseKeepingNumbers(body), ...replayedFields(content.message, word) });
}

const replayed = <M extends { replays: number }>({ ...message }: M, word: ReplayWord): M => ({
  ...message,
  ...replayedFields(message, word),
});

const replayedFields = ({ replays }: { replays: number }, { evenIfStale }: ReplayWord) => ({
  replays: replays + 1,
  evenifstale: evenIfStale || undefined,
});

declare global {
  interface JSON {
    /** Of ES2026, in V8 since Node 22; TypeScript's library does not know it yet. */
    rawJSON(text: string): unknown;
  }
}

/** A number that JavaScript cannot hold, such as one of twenty digits, is written back as it was read. */
function parseKeepingNumbers(body: string): object {
  const keep = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? JSON.rawJSON(context.source) : value;
  return JSON.parse(body, keep as (key: string, value: unknown) => unknown);
}
