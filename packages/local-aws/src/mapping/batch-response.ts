import type { InvocationResult } from '../lambda/invocation.ts';

/** Which messages of a batch stay in the queue: none, some by id, or the whole batch. */
export type Failed = { whole: true; why: string } | { whole: false; ids: ReadonlySet<string> };

const NOTHING: Failed = { whole: false, ids: new Set() };
const whole = (why: string): Failed => ({ whole: true, why });

/**
 * Reads a function's answer as Lambda does. Without ReportBatchItemFailures every answer that is no error means success.
 * With it, nothing, `null`, `{}` and an empty list mean success; anything that can't be understood means that the whole
 * batch failed (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html, read 2026-11).
 */
export function failedMessages(result: InvocationResult, batch: ReadonlySet<string>, reportsItems: boolean): Failed {
  if (result.functionError) return whole('function error');
  if (!reportsItems) return NOTHING;
  const answer = parse(result.payload);
  if (answer === null || answer === '') return NOTHING;
  if (typeof answer !== 'object') return whole('the answer is no object');
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return whole('batchItemFailures is no list');
  return identified(failures, batch);
}

function identified(failures: readonly unknown[], batch: ReadonlySet<string>): Failed {
  const ids = new Set<string>();
  for (const failure of failures) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !batch.has(id)) return whole('an itemIdentifier that is not in the batch');
    ids.add(id);
  }
  return { whole: false, ids };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload || 'null');
  } catch {
    return undefined;
  }
}
