/**
 * What became of one dead letter of a plan. A `replayed` one has an acknowledged copy.
 * - `left`: the plan leaves it. `changed`: its prediction is another now.
 * - `gone`: not there any more, or in somebody else's hands. `not-reached`: the run ended before.
 */
export type Fate =
  | { as: 'replayed' }
  | { as: 'skipped'; because: 'left' | 'changed' | 'gone' | 'not-reached' }
  | { as: 'failed'; code: string };

export const REPLAYED: Fate = { as: 'replayed' };
