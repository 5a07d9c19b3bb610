const MAX_GRAPHEMES = 64;
/** UTF-16 units: one grapheme alone can hold thousands of combining marks. */
const MAX_LENGTH = 512;
const MAX_WORDS = 8;
/** More than an ordinal needs; a telephone number, which mail programs turn into a link, has more. */
const MAX_DIGITS = 3;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Controls, bidi overrides and other invisible formats, unassigned and private characters; not the two joiners. */
const INVISIBLE = /(?!\p{Join_Control})[\p{Cf}\p{Cn}\p{Co}\p{Cs}]/gu;
const BREAKS = /[\p{Cc}\p{Z}]+/gu;
const JOINERS = /\p{Join_Control}/gu;

/** What names are written with. Neither markup nor a template, header, address or URL goes without other characters. */
const NAME =
  /^[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{RI} .,'’‘‛`´"“”„()&+·・\p{Join_Control}-]+$/u;

/** Mail programs make a link of `evil.example` even without `http://`: a dot with a word behind it. Initials may stay. */
const DOMAIN = /\.[\p{L}\p{M}\p{Nd}]{2}/u;

/**
 * The name by which to greet, or undefined where the text is no plain name: then the greeting goes without one. The
 * profile's name is anybody's text sent under the operator's sender, so nothing that a mail program would show as a
 * link, and nothing as long as a message, gets through. At most 64 graphemes, cut between two.
 */
export function greetingName(name: string | undefined): string | undefined {
  const plain = visibleText(name ?? '');
  return isName(plain) ? cut(plain) : undefined;
}

const visibleText = (text: string) =>
  text.toWellFormed().replaceAll('\ufffd', '').replace(BREAKS, ' ').replace(INVISIBLE, '').normalize('NFC').trim();

function isName(text: string): boolean {
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  const letters = text.replace(JOINERS, '');
  const says = /[\p{L}\p{Extended_Pictographic}\p{RI}]/u.test(letters);
  return (
    says && NAME.test(text) && !DOMAIN.test(letters) && digits <= MAX_DIGITS && text.split(' ').length <= MAX_WORDS
  );
}

function cut(text: string): string | undefined {
  let result = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text.slice(0, MAX_LENGTH * 2))) {
    if (count === MAX_GRAPHEMES || result.length + segment.length > MAX_LENGTH) break;
    result += segment;
    count += 1;
  }
  return result.trim() || undefined;
}
