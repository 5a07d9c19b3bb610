import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RenderedEmail } from '@postconfirm/welcome';

export type Format = 'html' | 'text' | 'both';

/** What of an email is wanted, by the end of its file's name. */
export const partsOf = ({ html, text }: RenderedEmail, format: Format): { ending: string; content: string }[] => [
  ...(format === 'text' ? [] : [{ ending: 'html', content: html }]),
  ...(format === 'html' ? [] : [{ ending: 'txt', content: text }]),
];

/** Writes `welcome.<locale>.html` and `.txt`; the paths written. */
export function writeEmail(email: RenderedEmail, folder: string, format: Format): string[] {
  mkdirSync(folder, { recursive: true });
  return partsOf(email, format).map(({ ending, content }) => {
    const file = path.join(folder, `welcome.${email.locale}.${ending}`);
    writeFileSync(file, content);
    return file;
  });
}
