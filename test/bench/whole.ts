import { InvalidArgumentError } from 'commander';

/** An option's text as a whole number from 0. */
export function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('It should be a whole number.');
  return number;
}

/** An option's text as whole numbers: `1,2,4,8`. */
export const wholeNumbers = (text: string): number[] => text.split(',').map(whole);
