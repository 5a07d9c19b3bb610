import * as v from 'valibot';

/**
 * A statement of a policy document as far as it is understood here. Anything else, such as NotAction, is refused: a
 * decision that overlooks a part of a policy would be worth nothing.
 */
const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => [value].flat()),
);

/** Operators by which the policies here compare. */
const OPERATORS = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'Bool'] as const;

const StatementSchema = v.pipe(
  v.strictObject({
    Sid: v.optional(v.string()),
    Effect: v.picklist(['Allow', 'Deny']),
    Action: oneOrMore,
    Resource: v.optional(oneOrMore, []),
    Principal: v.optional(v.union([v.literal('*'), v.record(v.picklist(['Service', 'AWS']), oneOrMore)])),
    Condition: v.optional(v.record(v.picklist(OPERATORS), v.record(v.string(), oneOrMore)), {}),
  }),
  v.transform(({ Effect, Action, Resource, Principal, Condition }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    principals: Principal === '*' ? ['*'] : Object.values(Principal ?? {}).flat(),
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys ?? {}).map(([key, values]) => ({ operator: operator as Operator, key, values })),
    ),
  })),
);

const DocumentSchema = v.strictObject({
  Version: v.literal('2012-10-17'),
  Statement: v.array(StatementSchema),
});

export type Operator = (typeof OPERATORS)[number];
/** Resources are ARN patterns with `*` and `?`; principals are services, accounts or `*`, none in a role's own policy. */
export type Statement = v.InferOutput<typeof StatementSchema>;

/** The statements of a policy document whose references are resolved. Throws for whatever is not understood. */
export function statementsOf(document: unknown): Statement[] {
  const read = v.safeParse(DocumentSchema, document);
  if (read.success) return read.output.Statement;
  const [{ message }, ...others] = read.issues;
  const where = v.getDotPath(read.issues[0]) ?? 'the document';
  throw new Error(`A policy says more than is understood here (${others.length + 1}): ${where}: ${message}`);
}
