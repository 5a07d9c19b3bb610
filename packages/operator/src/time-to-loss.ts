const HOUR_MS = 3_600_000;

/** When SQS deletes the first dead letter, as a person reads it: `2026-03-14T09:30:00.000Z, in 3 h`. */
export function timeToLoss(expires: string, now: number): string {
  const hours = (Date.parse(expires) - now) / HOUR_MS;
  return `${expires}, ${hours >= 48 ? `in ${Math.floor(hours / 24)} d` : `in ${Math.max(0, Math.floor(hours))} h`}`;
}

/** What to do about each group that loses a dead letter within a day. */
export const lossHints = (groups: readonly { queue: string; expires: string }[], now: number): string[] => [
  ...new Set(groups.flatMap(({ queue, expires }) => lossHint(expires, queue, now) ?? [])),
];

/** What to do when there is less than a day left; undefined while there is more. */
export function lossHint(expires: string, queue: string, now: number): string | undefined {
  if (Date.parse(expires) - now > 24 * HOUR_MS) return undefined;
  return `SQS deletes the first ${timeToLoss(expires, now)}: save them with \`dlq export --queue ${queue} --older-than 13d --to FILE\`.`;
}
