import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import Table from 'cli-table3';
import { OperatorError } from '../operator-error.ts';
import { type Progress, progressOn } from './progress.ts';

/** What a row says, by the title of its column. */
export type Row = Readonly<Record<string, string | number>>;

/** Where a command speaks to a person: results on `out`, all else on `err`, so that a pipe gets results alone. */
export type Terminal = {
  /** One line of the result. */
  print: (line: string) => void;
  /** The result, or one line of it, as JSON. */
  json: (value: unknown) => void;
  table: (rows: readonly Row[]) => void;
  /** A line beside the result: what is being done, or what to do next. */
  note: (line: string) => void;
  /** A bar on a terminal, a line every now and then in a pipe. */
  progress: (what: string, total: number) => Progress;
  /**
   * Asks the person to type `expected`. `given` is what they typed in advance, by an option: the only way where nobody
   * sits at a terminal.
   * @throws OperatorError `refused` when anything else comes.
   */
  confirm: (question: string, expected: string, given?: string) => Promise<void>;
};

type Streams = {
  input: Readable & { isTTY?: boolean };
  out: Writable & { isTTY?: boolean };
  err: Writable & { isTTY?: boolean };
};

export function createTerminal({ input, out, err }: Streams): Terminal {
  for (const stream of [out, err]) stream.on('error', untilClosed);
  const print = (line: string) => void out.write(`${line}\n`);
  const note = (line: string) => void err.write(`${line}\n`);
  return {
    print,
    note,
    json: (value) => print(JSON.stringify(value)),
    table: (rows) => print(tableOf(rows)),
    progress: (what, total) => progressOn(err, what, total),
    async confirm(question, expected, given) {
      if (given === undefined && !(input.isTTY && err.isTTY)) {
        throw new OperatorError('refused', `${question} Nobody is at a terminal to ask: say ${optionFor(expected)}.`);
      }
      const typed = given ?? (await ask(input, err, `${question} Type '${expected}' to go on: `));
      if (typed.trim() !== expected) {
        const says = `Not confirmed, and nothing was done: type ${expected}, or say ${optionFor(expected)}.`;
        throw new OperatorError('refused', says);
      }
    },
  };
}

/** A plain yes has an option of its own. */
const optionFor = (expected: string) => (expected === 'yes' ? '--yes' : `--confirm '${expected}'`);

async function ask(input: Readable, output: Writable, question: string): Promise<string> {
  const lines = createInterface({ input, output });
  const interruption = new AbortController();
  // While it asks, the terminal gives Ctrl-C to it and not to the process.
  lines.once('SIGINT', () => interruption.abort());
  try {
    return await lines.question(question, { signal: interruption.signal });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    throw new OperatorError('refused', 'Not confirmed: nothing was done.');
  } finally {
    lines.close();
  }
}

/** Whoever reads may have seen enough (`| head`): the work goes on to its end without them. */
function untilClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Plain columns without a frame: they can be cut, searched and pasted. */
function tableOf(rows: readonly Row[]): string {
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = new Table({
    head: titles,
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of rows) table.push(titles.map((title) => String(row[title] ?? '')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const NO_FRAME = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((part) => [part, '']),
);
