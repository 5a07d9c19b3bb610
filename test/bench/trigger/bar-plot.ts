/** One bar: parts from left to right, and median and quartiles of the whole. */
export type PlotBar = { label: string; parts: readonly number[]; whole: { median: number; low: number; high: number } };

type Plot = { title: string; legend: readonly string[]; bars: readonly PlotBar[] };

const [WIDTH, LEFT, ROW, TOP] = [780, 350, 24, 56];
const COLOURS = ['#3b6ea5', '#e0a03b'];

/** Horizontal stacked bars as SVG, in the bars' own unit. */
export function barPlot({ title, legend, bars }: Plot): string {
  const longest = Math.max(...bars.map(({ parts, whole }) => Math.max(sum(parts), whole.high)));
  const scale = (WIDTH - LEFT - 60) / longest;
  const height = TOP + bars.length * ROW + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(10, 20, title, 'start', ' font-weight="bold"'),
    ...legend.flatMap((name, index) => [
      rect({ x: LEFT + index * 190, y: 32, width: 12, height: 12 }, COLOURS[index]),
      text(LEFT + index * 190 + 18, 42, name, 'start'),
    ]),
    ...bars.flatMap((bar, index) => barOf(bar, TOP + index * ROW, scale)),
    '</svg>',
    '',
  ].join('\n');
}

function barOf({ label, parts, whole: { median, low, high } }: PlotBar, y: number, scale: number): string[] {
  let x = LEFT;
  const boxes = parts.map((part, index) => {
    const box = rect({ x, y: y + 4, width: part * scale, height: ROW - 8 }, COLOURS[index]);
    x += part * scale;
    return box;
  });
  const middle = y + ROW / 2;
  const whisker = `<path d="M${at(LEFT + low * scale)} ${middle}H${at(LEFT + high * scale)}" stroke="#222" stroke-width="1.5"/>`;
  const end = Math.max(x, LEFT + high * scale) + 6;
  return [
    text(LEFT - 8, middle + 4, label, 'end'),
    ...boxes,
    whisker,
    text(end, middle + 4, median.toFixed(0), 'start'),
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const at = (value: number) => value.toFixed(1);

type Box = { x: number; y: number; width: number; height: number };

const rect = ({ x, y, width, height }: Box, colour = '#999') =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${colour}"/>`;

const text = (x: number, y: number, words: string, anchor: string, more = '') =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${more}>${words}</text>`;
