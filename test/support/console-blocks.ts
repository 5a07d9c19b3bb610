/** One command of a page, and the lines that the page shows of its output. */
export type Example = { command: string; shown: string[] };

/** The examples below each heading of the second level: fenced blocks of `console`, where `$ ` begins a command. */
export function examplesByHeading(page: string): Map<string, Example[]> {
  const sections = page.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.split('\n', 1)[0] ?? '', examplesIn(section)]));
}

const examplesIn = (section: string): Example[] =>
  [...section.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((example) => {
        const [command = '', ...shown] = example.trimEnd().split('\n');
        return { command, shown };
      }),
  );

/** The words of a command line, quotes read as a shell reads them. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');

/** What differs from run to run. */
const VARIABLE: readonly [what: string, pattern: RegExp][] = [
  ['<run>', /\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{6}/g],
  ['<id>', /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g],
  ['<time>', /\d{4}-\d\d-\d\dT[\d:.]+Z/g],
  ['<pool>', /\b[a-z]+-[a-z]+-\d_[A-Za-z0-9]{9}\b/g],
  ['<plan>', /\b[0-9a-f]{12}\b/g],
  ['<rate>', /\b\d+(\.\d+)?\/s\b/g],
  ['<length>', /\b\d+ (d|h|min|s)\b( \d+ (h|min|s)\b)?/g],
  ['<message>', /\bses-\d+\b/g],
  // How wide a column is.
  [' ', /\s+/g],
];

const shapeOf = (line: string): string =>
  VARIABLE.reduce((text, [what, pattern]) => text.replace(pattern, what), line).trim();

/** The first shown line that the output does not have after the one before it; `…` stands for anything within a line. */
export function missingLine(shown: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map(shapeOf);
  let from = 0;
  for (const line of shown) {
    const at = lines.findIndex((actual, index) => index >= from && patternOf(line).test(actual));
    if (at < 0) return line;
    from = at + 1;
  }
  return undefined;
}

const patternOf = (line: string): RegExp => new RegExp(`^${shapeOf(line).split('…').map(literally).join('.*')}$`);

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
