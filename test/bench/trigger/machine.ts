import { cpus, loadavg } from 'node:os';

/** What the figures were taken on. */
export function machine(): string {
  const cores = cpus();
  const load = loadavg().map((value) => value.toFixed(1));
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}, load ${load.join(' ')}.`;
}
