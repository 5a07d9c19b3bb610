import type { Message } from './message.ts';
import { fitBody } from './size-guard.ts';

/**
 * JSON in ASCII alone. `JSON.stringify` leaves U+FFFE and U+FFFF as they are, and SQS refuses a body that holds one:
 * one character in a name would block a user's message.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The length of `asciiJson`, without the making: the size guard asks once per cut, while a user waits. */
export function asciiLength(value: unknown): number {
  const json = JSON.stringify(value);
  let length = json.length;
  // Stryker disable next-line EqualityOperator: the character after the last is NaN, which is not counted either.
  for (let index = 0; index < json.length; index += 1) if (json.charCodeAt(index) >= 0x7f) length += 5;
  return length;
}

/** The SQS body of a message: ASCII JSON, cut to `MAX_BODY_BYTES` in the size guard's order. */
export const encodeMessage = (message: Message): string => asciiJson(fitBody(message, asciiLength));
