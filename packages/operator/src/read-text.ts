import { readFile } from 'node:fs/promises';

/** A text file, in the encoding that its first bytes mark: PowerShell's `>` writes UTF-16, and Excel marks its UTF-8. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  // Either takes the mark away.
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
