import { type Stack, type StackOptions, startStack } from '@postconfirm/local-aws';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { forbidden, noteCalls, type Roles } from './permissions.ts';
import { leaks, type Person } from './personal-data.ts';

/** `roles`: of an assembly of one's own. */
type Own = StackOptions & { roles?: Roles };

/**
 * The whole system for the tests of one file: started before the first, stopped after the last. Its logs are then
 * searched for every address, name, password and token that the tests used, and every call of a function or an operator is
 * held against what they may do.
 */
export function useStack(options: Own | (() => Promise<Own>) = {}): () => Stack {
  let stack: Stack | undefined;
  let calls: ReturnType<typeof noteCalls> = () => [];
  let roles = inject('roles');
  beforeAll(async () => {
    const own = typeof options === 'function' ? await options() : options;
    stack = await startStack({ assembly: inject('assembly'), deadLetterPollSeconds: 0.1, ...own });
    calls = noteCalls(stack);
    if (own.roles) roles = own.roles;
  });
  afterAll(async () => {
    await stack?.stop();
    if (stack) expect(leaks(stack), 'log lines with personal data').toEqual([]);
    expect(forbidden(calls(), { roles, operators: inject('operators') }), 'calls that AWS would deny').toEqual([]);
  });
  return () => {
    if (!stack) throw new Error('The stack runs only inside tests.');
    return stack;
  };
}

/** Waits for a log line with this code about this user; what it says. */
export async function logged(stack: Stack, code: string, about: Record<string, string> = {}): Promise<LoggedLine> {
  const matches = (line: LoggedLine | undefined) =>
    line?.code === code && Object.entries(about).every(([field, value]) => line[field] === value);
  // Asked of every line at every new one, in the process of the emulators: only what can be meant is parsed.
  const line = await stack.logs.waitFor(({ text }) => text.includes(code) && matches(parseLine(text)), {
    what: `${code} ${JSON.stringify(about)}`,
    timeoutMs: 30_000,
  });
  return parseLine(line.text) as LoggedLine;
}

/** All lines with this code. */
export const linesWith = (stack: Stack, code: string): LoggedLine[] =>
  stack.logs.lines().flatMap(({ text }) => {
    const line = text.includes(code) ? parseLine(text) : undefined;
    return line?.code === code ? [line] : [];
  });

export type LoggedLine = { code: string; [field: string]: unknown };

/** A line that is no JSON object (Lambda writes such) is none of ours. */
function parseLine(text: string): LoggedLine | undefined {
  if (!text.startsWith('{')) return undefined;
  return JSON.parse(text) as LoggedLine;
}

/** What reached this person's mailbox. */
export const emailsTo = (stack: Stack, { email }: Person): ReturnType<Stack['inbox']['emails']> =>
  stack.inbox.emails().filter(({ to }) => to.includes(email));
