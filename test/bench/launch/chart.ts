import type { Figures } from './report.ts';
import { LANES, type LaneName, type Sample } from './samples.ts';

const WIDTH = 900;
const HEIGHT = 420;
const FRAME = { left: 90, right: 30, top: 50, bottom: 50 };
const COLOURS: Record<LaneName, string> = {
  confirmations: '#7b4ea3',
  email: '#c8471f',
  enrichment: '#1f77b4',
  'email-events': '#2a8f4f',
};
const TICKS = 6;

type Scale = { x: (at: number) => number; y: (messages: number) => number };

/** An SVG of the messages on each queue over time. */
export function chart({ users, samples }: Pick<Figures, 'users' | 'samples'>): string {
  const end = Math.max(1, samples.at(-1)?.at ?? 0);
  const most = Math.max(1, ...samples.flatMap(({ queues }) => LANES.map((lane) => queues[lane].messages)));
  const scale: Scale = {
    x: (at) => FRAME.left + (at / end) * (WIDTH - FRAME.left - FRAME.right),
    y: (messages) => HEIGHT - FRAME.bottom - (messages / most) * (HEIGHT - FRAME.top - FRAME.bottom),
  };
  const parts = [
    text(FRAME.left, 20, `Messages on each queue: ${users.toLocaleString('en')} users`, 'start'),
    ...axes(scale, end, most),
    ...LANES.map((lane) => line(scale, samples, lane)),
    ...LANES.map((lane, index) => legend(lane, FRAME.left + index * 150)),
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`;
  return `${[head, `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`, ...parts].join('\n')}\n</svg>\n`;
}

function axes({ x, y }: Scale, end: number, most: number): string[] {
  const steps = Array.from({ length: TICKS + 1 }, (_, index) => index / TICKS);
  return steps.flatMap((step) => [
    `<path d="M${FRAME.left} ${y(step * most).toFixed(1)}H${WIDTH - FRAME.right}" stroke="#ddd"/>`,
    text(FRAME.left - 8, y(step * most) + 4, Math.round(step * most).toLocaleString('en'), 'end'),
    text(x(step * end), HEIGHT - FRAME.bottom + 20, `${((step * end) / 3_600_000).toFixed(1)} h`, 'middle'),
  ]);
}

function line({ x, y }: Scale, samples: readonly Sample[], lane: LaneName): string {
  const points = samples.map(({ at, queues }) => `${x(at).toFixed(1)},${y(queues[lane].messages).toFixed(1)}`);
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[lane]}" stroke-width="2"/>`;
}

const legend = (lane: LaneName, left: number): string =>
  `<rect x="${left}" y="30" width="12" height="12" fill="${COLOURS[lane]}"/>${text(left + 17, 41, lane, 'start')}`;

const text = (left: number, top: number, content: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
