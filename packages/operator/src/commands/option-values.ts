import { InvalidArgumentError, Option } from 'commander';

export function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError('It should be a whole number from 1.');
  return Number(text);
}

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `90m`, `24h`, `7d`; in milliseconds. */
export function timeSpan(text: string): number {
  const [, count, unit = ''] = /^([1-9][0-9]{0,5})([smhd])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  if (ms === undefined) throw new InvalidArgumentError('It should be a time span: 90m, 24h, 7d.');
  return Number(count) * ms;
}

/** An option that takes a time span; help shows its standard as it is typed. */
export const timeSpanOption = (flags: string, description: string, standard: string): Option =>
  new Option(flags, description).argParser(timeSpan).default(timeSpan(standard), standard);

export function httpsUrl(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:') {
    throw new InvalidArgumentError('It should be an https URL.');
  }
  return text;
}

/** Date.parse takes the 30th of February for the 2nd of March. */
const isDay = (day: string) => new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) === day;

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Epoch milliseconds. A time without a zone is taken for UTC: what the logs say. */
export function moment(text: string): number {
  const time =
    MOMENT.test(text) && isDay(text.slice(0, 10)) ? Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('It should be a time like 2026-03-01T09:30Z or a day like 2026-03-01.');
  }
  return time;
}
