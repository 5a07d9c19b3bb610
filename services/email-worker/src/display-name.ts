/** Characters that neither end a quoted string nor could be read as an encoded word. */
const PLAIN = /^[A-Za-z0-9 .,!#$%&'()*+/:;^_`{|}~-]+$/;

/** RFC 2047: an encoded word has at most 75 characters; `=?UTF-8?B??=` takes 12, and 45 bytes make 60 more. */
const MAX_BYTES = 45;

/** A `From` value: the address with its display name. */
export function mailbox(name: string, address: string): string {
  const display = displayName(name);
  return display === '' ? address : `${display} <${address}>`;
}

/** As a `From` header takes it: quoted if it is plain ASCII, else as encoded words; empty where nothing is to be seen. */
export function displayName(name: string): string {
  const text = name
    .toWellFormed()
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  if (text === '') return '';
  return PLAIN.test(text) ? `"${text}"` : encodedWords(text);
}

const encodedWords = (text: string) =>
  chunks(text)
    .map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=`)
    .join(' ');

/** Each encoded word must be whole characters by itself. */
function chunks(text: string): string[] {
  const result = [''];
  for (const character of text) {
    const last = result.length - 1;
    const longer = `${result[last]}${character}`;
    if (Buffer.byteLength(longer) > MAX_BYTES) result.push(character);
    else result[last] = longer;
  }
  return result;
}
