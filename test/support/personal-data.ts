import { randomBytes } from 'node:crypto';
import type { Stack } from '@postconfirm/local-aws';

/** A person who signs up, with texts that no log line contains by chance. */
export type Person = { email: string; name: string; password: string };

const known = new Set<string>();

/** From now on no log line may hold this text. */
export const mustNotBeLogged = (secret: string): void => {
  known.add(secret);
};

export function newPerson(domain = 'example.com'): Person {
  // Letters alone: a name with many digits is no name to greet by.
  const mark = [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  const person = { email: `person-${mark}@${domain}`, name: `Zoë ${mark}son`, password: `Secret-1-${mark}!` };
  for (const secret of [`person-${mark}`, `${mark}son`, person.password]) mustNotBeLogged(secret);
  return person;
}

/** Of the known addresses, names and passwords, those that a text holds. */
export const secretsIn = (text: string): string[] => [...known].filter((secret) => text.includes(secret));

/** Lines of the whole run, of every function, that hold a known address, name, password or token. */
export const leaks = (stack: Stack): string[] =>
  stack.logs
    .lines()
    .flatMap(({ text }) => ([...known, ...stack.tokens].some((secret) => text.includes(secret)) ? [text] : []));
