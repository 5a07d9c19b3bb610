import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { type Assembly, bundleEntry, synthesize } from '@postconfirm/infra';

/** Stage `local` with one worker more, as if its entry stood among `WORKERS` and its bundle among the services'. */
export async function withWorker(
  entry: WorkerEntry,
  source: string,
): Promise<{ assembly: Assembly; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-worker-'));
  const { code } = await bundleEntry(source);
  await writeFile(path.join(folder, 'index.mjs'), code);
  const assembly = await synthesize({
    stage: 'local',
    outdir: path.join(folder, 'assembly'),
    workers: [...WORKERS.filter(({ name }) => name !== entry.name), entry],
    artefacts: { [entry.name]: folder },
    bundle: false,
  });
  return { assembly, remove: () => rm(folder, { recursive: true, force: true }) };
}
