import * as v from 'valibot';

const LineSchema = v.object({
  code: v.literal('ENQUEUE_FAILED'),
  pool: v.string(),
  sub: v.string(),
  kind: v.literal('confirmed'),
  time: v.pipe(v.string(), v.isoTimestamp()),
});

const ExportSchema = v.object({ events: v.array(v.object({ message: v.string() })) });

/** Whom the trigger failed in a pool, and when first (epoch ms), by the lines that it wrote. Other lines say nothing. */
export function failuresIn(lines: Iterable<string>, pool: string): Map<string, number> {
  const failures = new Map<string, number>();
  for (const line of lines) {
    const read = v.safeParse(LineSchema, json(line.slice(Math.max(0, line.indexOf('{')))));
    if (!read.success || read.output.pool !== pool) continue;
    const { sub, time } = read.output;
    const failedAt = Date.parse(time);
    failures.set(sub, Math.min(failedAt, failures.get(sub) ?? failedAt));
  }
  return failures;
}

/** The lines of a file: a log as it is, `aws logs tail` with its words before each line, or the JSON of `filter-log-events`. */
export function linesOf(text: string): string[] {
  const exported = v.safeParse(ExportSchema, json(text));
  return exported.success ? exported.output.events.map(({ message }) => message) : text.split('\n');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
