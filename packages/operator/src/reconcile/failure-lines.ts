import * as v from 'valibot';
import { parseJson } from '../parse-json.ts';

/** A password reset that was not enqueued is owed to nobody. */
const LineSchema = v.object({
  code: v.literal('ENQUEUE_FAILED'),
  pool: v.string(),
  sub: v.string(),
  kind: v.literal('confirmed'),
  time: v.pipe(v.string(), v.isoTimestamp()),
});

const ExportSchema = v.object({ events: v.array(v.object({ message: v.string() })) });

/** A user whom the trigger failed, and when first (epoch ms). */
export type TriggerFailure = { pool: string; sub: string; failedAt: number };

/**
 * Whom the trigger failed, by the lines that it wrote. Cognito calls it up to three times: a user who is named more than
 * once is counted once. Other lines say nothing.
 */
export function triggerFailures(lines: Iterable<string>): TriggerFailure[] {
  const failures = new Map<string, TriggerFailure>();
  for (const line of lines) {
    const read = v.safeParse(LineSchema, parseJson(line.slice(Math.max(0, line.indexOf('{')))));
    if (!read.success) continue;
    const { pool, sub, time } = read.output;
    const before = failures.get(`${pool} ${sub}`)?.failedAt ?? Number.POSITIVE_INFINITY;
    failures.set(`${pool} ${sub}`, { pool, sub, failedAt: Math.min(before, Date.parse(time)) });
  }
  return [...failures.values()];
}

/** When the trigger failed for a user of one pool, by sub. */
export const failuresIn = (failures: readonly TriggerFailure[], pool: string): Map<string, number> =>
  new Map(failures.flatMap((one) => (one.pool === pool ? [[one.sub, one.failedAt]] : [])));

/** The lines of a file: a log as it is, `aws logs tail` with its words before each line, or the JSON of `filter-log-events`. */
export function linesOf(text: string): string[] {
  const exported = v.safeParse(ExportSchema, parseJson(text));
  return exported.success ? exported.output.events.map(({ message }) => message) : text.split('\n');
}
