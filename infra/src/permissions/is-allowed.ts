import type { Operator, Statement } from './statement.ts';

/**
 * Who asks for what. `principal` is a service, such as `sns.amazonaws.com`, where a resource's own policy decides.
 * `context` holds the values of condition keys, by the keys in lower case; a request comes by TLS unless it says otherwise.
 */
export type Request = {
  action: string;
  resource: string;
  principal?: string;
  context?: Readonly<Record<string, string>>;
};

/** IAM's decision: what no statement allows is denied, and so is what any denies. */
export function isAllowed(statements: readonly Statement[], request: Request): boolean {
  const effects = statements.filter((statement) => speaksOf(statement, request)).map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function speaksOf({ actions, resources, principals, conditions }: Statement, request: Request): boolean {
  const { action, resource, principal } = request;
  const context: Record<string, string> = { 'aws:securetransport': 'true', ...request.context };
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern, resource)) &&
    (principal === undefined || principals.some((one) => one === '*' || one === principal)) &&
    conditions.every(({ operator, key, values }) => holds(operator, values, context[key.toLowerCase()]))
  );
}

const COMPARE: Record<Operator, (wanted: string, value: string) => boolean> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: matches,
  // In IAM both of them take wildcards.
  ArnEquals: matches,
  ArnLike: matches,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
};

/** A key that the request does not have meets no condition. */
const holds = (operator: Operator, values: readonly string[], value: string | undefined): boolean =>
  value !== undefined && values.some((wanted) => COMPARE[operator](wanted, value));

/** `*` for any text, `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
