import { createHash } from 'node:crypto';

/** One thing that happened, for the hash that tells two runs apart and for the timeline of a failing one. */
export type Line = { at: number; who: string; sub: string; what: string };

/** The course of a world. Lines are kept only when somebody will read them; the hash covers all of them. */
export class Trace {
  readonly lines: Line[] = [];
  readonly #hash = createHash('sha256');
  readonly #keep: boolean;
  /** What is not hashed yet: one long text costs far less than many short ones. */
  #text = '';

  constructor({ keep }: { keep: boolean }) {
    this.#keep = keep;
  }

  add(line: Line): void {
    this.#text += `${line.at} ${line.who} ${line.sub} ${line.what}\n`;
    if (this.#text.length > 100_000) this.#hashText();
    if (this.#keep) this.lines.push(line);
  }

  /** Call once, at the end. */
  digest(): string {
    this.#hashText();
    return this.#hash.digest('hex').slice(0, 16);
  }

  #hashText(): void {
    this.#hash.update(this.#text);
    this.#text = '';
  }
}

/** What happened to one user, by the time since the first line. */
export function timeline(lines: readonly Line[], sub: string): string {
  const start = lines[0]?.at ?? 0;
  return lines
    .filter((line) => line.sub === sub)
    .map(({ at, who, what }) => `${clock(at - start)}  ${who.padEnd(22)} ${what}`)
    .join('\n');
}

/** `d hh:mm:ss.mmm` */
const clock = (ms: number) => `${Math.floor(ms / 86_400_000)} ${new Date(ms % 86_400_000).toISOString().slice(11, 23)}`;
