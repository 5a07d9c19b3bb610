import type { Sent } from './send-copies.ts';

/** Steps in a row of which SQS took no copy, all for one code. */
export type Refusals = { code: string; steps: number };

/** So many are no accident of one message: SQS is out, or the right to send is missing. */
const FEW = 3;

export function refusalsAfter(before: Refusals | undefined, { acknowledged, refused }: Sent): Refusals | undefined {
  const [code, ...others] = new Set(refused.values());
  if (code === undefined || others.length > 0 || acknowledged.size > 0) return undefined;
  return { code, steps: before?.code === code ? before.steps + 1 : 1 };
}

export const areTooMany = (refusals: Refusals | undefined): boolean => (refusals?.steps ?? 0) >= FEW;
