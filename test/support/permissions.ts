import { isAllowed, type Statement } from '@postconfirm/infra';
import type { Stack } from '@postconfirm/local-aws';
import { type Asked, askedOfIam } from './asked-of-iam.ts';

/** What a role may do, by its name. */
export type Roles = Readonly<Record<string, readonly Statement[]>>;

/** What somebody asked for: a function by its service's name, an operator by their policy's, or a test. */
export type Call = Asked & { by: string };

/** Notes every call that comes to a gate, each once. */
export function noteCalls(stack: Stack): () => Call[] {
  const seen = new Map<string, Call>();
  stack.watch((what, request) => {
    for (const asked of askedOfIam(what, request)) {
      const call = { by: request.accessKeyId, ...asked };
      seen.set(JSON.stringify(call), call);
    }
  });
  return () => [...seen.values()];
}

/** A queue that a test sends a function to although it is not there: no matter of rights. */
const NOWHERE = /:postconfirm-local-nowhere$/;

/** Of the calls of functions and operators those that AWS would deny. Tests themselves may do whatever they like. */
export const forbidden = (calls: readonly Call[], { roles, operators }: { roles: Roles; operators: Roles }): Call[] =>
  calls.filter((call) => {
    const statements = roles[`postconfirm-local-${call.by}`] ?? operators[call.by];
    return statements !== undefined && !isAllowed(statements, call) && !NOWHERE.test(call.resource);
  });
