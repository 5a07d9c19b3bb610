import { existsSync, readFileSync } from 'node:fs';

/** A stretch of time, and the share of all users who confirm within it, evenly. Shares need not add up to 1. */
export type Stretch = { milliseconds: number; share: number };

const HOUR = 3_600_000;

/** What a consumer's application sees by the hour, from midnight: little by night, most in the evening. Made up, as an example. */
const DAY_CURVE = [2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 6, 6, 5, 5, 5, 6, 7, 8, 8, 6, 4, 3];

const NAMED: Readonly<Record<string, readonly Stretch[]>> = {
  uniform: [{ milliseconds: 24 * HOUR, share: 1 }],
  burst: [{ milliseconds: HOUR, share: 1 }],
  'day-curve': DAY_CURVE.map((share) => ({ milliseconds: HOUR, share })),
};

export const ARRIVALS = Object.keys(NAMED);

/** What a file of arrivals says can't be used. */
export class ArrivalsError extends Error {
  override readonly name = 'ArrivalsError';
}

/** One of `ARRIVALS`, or a file with lines `minutes,users`. */
export function curveOf(arrival: string): readonly Stretch[] {
  const named = NAMED[arrival];
  if (named) return named;
  if (!existsSync(arrival)) {
    throw new ArrivalsError(`There is no file ${arrival}; curves with a name are ${ARRIVALS.join(', ')}.`);
  }
  return parseCurve(readFileSync(arrival, 'utf8'));
}

export function parseCurve(text: string): Stretch[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const curve = lines.map((line, index) => {
    const [minutes = Number.NaN, users = Number.NaN, ...rest] = line.split(',').map(Number);
    if (!(minutes > 0 && users >= 0 && rest.length === 0)) {
      throw new ArrivalsError(`Line ${index + 1} should be minutes,users, such as 60,25000; it is: ${line}`);
    }
    return { milliseconds: minutes * 60_000, share: users };
  });
  if (!curve.some(({ share }) => share > 0)) throw new ArrivalsError('No line has users: it should be minutes,users.');
  return curve;
}

/** The moments, in milliseconds from the beginning and in their order, at which so many users want to confirm. */
export function* momentsOf(curve: readonly Stretch[], users: number, random: () => number): Generator<number> {
  const whole = curve.reduce((sum, { share }) => sum + share, 0);
  let begun = 0;
  let passed = 0;
  let given = 0;
  for (const { milliseconds, share } of curve) {
    passed += share;
    const count = Math.round((users * passed) / whole) - given;
    for (let index = 0; index < count; index += 1)
      yield Math.round(begun + ((index + random()) / count) * milliseconds);
    given += count;
    begun += milliseconds;
  }
}

/** Users a second in the fullest stretch. */
export const peakPerSecond = (curve: readonly Stretch[], users: number): number => {
  const whole = curve.reduce((sum, { share }) => sum + share, 0);
  return Math.max(...curve.map(({ milliseconds, share }) => (users * share) / whole / (milliseconds / 1000)));
};
