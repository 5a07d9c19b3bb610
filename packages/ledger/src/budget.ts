import * as v from 'valibot';

const Count = v.pipe(v.number(), v.minValue(0));

export const BudgetSchema = v.object({ attempts: Count, replays: Count, requestedAt: Count });

/** Attempts spent for the latest request, and that request's marks: the one shape in which every item keeps them. */
export type Budget = v.InferOutput<typeof BudgetSchema>;

/** Which request a message is: how often it was replayed, and when it was made (epoch milliseconds). */
export type RequestMarks = Omit<Budget, 'attempts'>;

export const NO_BUDGET_SPENT: Budget = { attempts: 0, replays: 0, requestedAt: 0 };

/**
 * The attempts that a request finds spent: none when it is a new wish (replayed more often, or made later), else those
 * of the record. Both marks only grow, so that messages taking turns cannot renew the budget for ever.
 */
export function budgetFor(spent: Budget, marks: RequestMarks): Budget {
  const renewed = marks.replays > spent.replays || marks.requestedAt > spent.requestedAt;
  return {
    attempts: renewed ? 0 : spent.attempts,
    replays: Math.max(spent.replays, marks.replays),
    requestedAt: Math.max(spent.requestedAt, marks.requestedAt),
  };
}
