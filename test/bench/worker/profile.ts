import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newBatch } from './batch.ts';
import { variables } from './environment.ts';
import type { Services } from './services.ts';
import type { Variant } from './variant.ts';
import { startWorker } from './worker-process.ts';

type Frame = { functionName: string; url: string; lineNumber: number; columnNumber: number };
type Profile = {
  nodes: { id: number; callFrame: Frame }[];
  samples: number[];
  timeDeltas: number[];
};

/** Share of a warm worker's CPU by package, the greatest first; adds up to 1. */
export type CpuByPackage = { name: string; share: number }[];

/** Microseconds between samples. */
const INTERVAL = 500;

/** Where the CPU of a worker goes, by V8's profiler: self time of each function, by the package that it comes from. */
export async function profileWorker(
  services: Services,
  { variant, messages }: { variant: Variant; messages: number },
): Promise<CpuByPackage> {
  services.latencyMs = 0;
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-profile-'));
  const nodeArguments = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${INTERVAL}`];
  const worker = await startWorker(variant, { variables: variables(services), nodeArguments });
  for (let handled = 0; handled < messages; handled += 10) await worker.handle(newBatch(10));
  await worker.end();
  const [file = ''] = await readdir(folder);
  const profile: Profile = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  const sourceMap = new SourceMap(JSON.parse(await readFile(path.join(variant.folder, 'index.mjs.map'), 'utf8')));
  return shares(profile, (frame) => packageOf(frame, sourceMap));
}

function shares({ nodes, samples, timeDeltas }: Profile, nameOf: (frame: Frame) => string | undefined): CpuByPackage {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id);
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => ({ name, share: time / total })).toSorted((a, b) => b.share - a.share);
}

/** Undefined while the process is idle. */
function packageOf({ functionName, url, lineNumber, columnNumber }: Frame, sourceMap: SourceMap): string | undefined {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (url.startsWith('node:'))
    return `Node: ${
      url
        .slice('node:'.length)
        .replace(/^internal\//, '')
        .split('/')[0]
    }`;
  if (url === '') return 'Node: native code';
  if (!url.endsWith('/index.mjs')) return 'runtime client';
  const entry = sourceMap.findEntry(lineNumber, columnNumber);
  return 'originalSource' in entry ? sourcePackage(entry.originalSource) : 'bundle';
}

/** `…/node_modules/@smithy/core/…` is `@smithy/core`; `…/packages/ledger/src/…` is `packages/ledger`. */
function sourcePackage(source: string): string {
  const inside = source.split('/node_modules/').at(-1) ?? '';
  if (inside !== source)
    return inside
      .split('/')
      .slice(0, inside.startsWith('@') ? 2 : 1)
      .join('/');
  return /(?:packages|services)\/[\w-]+/.exec(source)?.[0] ?? 'bundle';
}
