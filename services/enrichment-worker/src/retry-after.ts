/**
 * Seconds that a `Retry-After` header asks for, clamped to [1, cap]; undefined when it says nothing usable.
 * Both forms of RFC 9110 section 10.2.3 are read: whole seconds and an HTTP date. `now` in epoch milliseconds.
 */
export function retryAfterSeconds(header: string | undefined, now: number, capSeconds: number): number | undefined {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, now);
  return Number.isNaN(seconds) ? undefined : Math.min(capSeconds, Math.max(1, Math.ceil(seconds)));
}

/** Every HTTP date starts with a day's name; Date.parse alone would read "-1" as a year. */
const secondsUntil = (date: string, now: number) =>
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(date) ? (Date.parse(date) - now) / 1000 : Number.NaN;
