import { InvalidArgumentError } from 'commander';

export function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError('It should be a whole number from 1.');
  return Number(text);
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `24h`, `7d`; in milliseconds. */
export function timeSpan(text: string): number {
  const [, count, unit = ''] = /^([1-9][0-9]{0,5})([mhd])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  if (ms === undefined) throw new InvalidArgumentError('It should be a time span: 90m, 24h, 7d.');
  return Number(count) * ms;
}

export function httpsUrl(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:') {
    throw new InvalidArgumentError('It should be an https URL.');
  }
  return text;
}

/** An ISO time with its zone; in epoch milliseconds. */
export function moment(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It should be a time with its zone: 2026-11-01T08:30:00Z.');
  return time;
}
