import type { PipelineReport } from './command.ts';
import { growth } from './report.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [560, 320, 56, 44, 20];

/** Throughput by number of processes, beside the line on which twice as many do twice as much; SVG. */
export function growthPlot(report: PipelineReport): string {
  const points = growth(report);
  const unit = (points[0]?.perSecond ?? 1) / (points[0]?.environments ?? 1);
  const most = points.at(-1)?.environments ?? 1;
  const top = Math.max(unit * most, ...points.map(({ perSecond }) => perSecond)) * 1.05;
  const x = (environments: number) => LEFT + (environments / most) * (WIDTH - LEFT - 20);
  const y = (perSecond: number) => HEIGHT - BOTTOM - (perSecond / top) * (HEIGHT - BOTTOM - TOP);
  const at = (environments: number, perSecond: number) => `${x(environments).toFixed(1)},${y(perSecond).toFixed(1)}`;
  const label = (px: number, py: number, text: string, anchor = 'middle') =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" text-anchor="${anchor}">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<polyline points="${at(0, 0)} ${at(most, unit * most)}" fill="none" stroke="#999" stroke-dasharray="5 4"/>`,
    `<polyline points="${points.map((point) => at(point.environments, point.perSecond)).join(' ')}" fill="none" stroke="#06c" stroke-width="2"/>`,
    `<polyline points="${LEFT},${TOP} ${LEFT},${HEIGHT - BOTTOM} ${WIDTH - 20},${HEIGHT - BOTTOM}" fill="none" stroke="#333"/>`,
    ...points.flatMap(({ environments, perSecond }) => [
      `<circle cx="${x(environments).toFixed(1)}" cy="${y(perSecond).toFixed(1)}" r="4" fill="#06c"/>`,
      label(x(environments), y(perSecond) + 18, perSecond.toFixed(1)),
      label(x(environments), HEIGHT - BOTTOM + 16, String(environments)),
    ]),
    label((LEFT + WIDTH) / 2, HEIGHT - 8, 'processes per function'),
    label(8, TOP - 6, `users per second; dashed: ideal, at ${report.latencyMs} ms per call`, 'start'),
    '</svg>',
    '',
  ].join('\n');
}
