import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';

export function positive(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It should be a whole number above 0.');
  return number;
}

/** Reads a comma list of `known` names. */
export const listOf =
  (known: readonly string[]) =>
  (text: string): string[] => {
    const names = text.split(',');
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new InvalidArgumentError(`${unknown.join(', ')}: known are ${known.join(', ')}.`);
    return names;
  };

/** A file to be written at the end, its folder asked for at the beginning: a bench takes minutes. */
export function fileToWrite(text: string): string {
  const folder = path.dirname(path.resolve(text));
  if (!existsSync(folder)) throw new InvalidArgumentError(`There is no folder ${folder}.`);
  return text;
}
