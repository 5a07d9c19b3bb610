import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleEntry, bundleServices } from '@postconfirm/infra';

/** One way to do a worker's job. */
export type Variant = {
  name: string;
  says: string;
  /** The bundle's folder. */
  folder: string;
  /** Calls that one message waits for, one after the other. */
  hops: number;
};

type Written = Omit<Variant, 'folder'> & { entry: string };

/** Claim, send, record; open, ask, store. */
const HOPS = 3;

const OTHERS: readonly Written[] = [
  {
    name: 'ours-connection-each',
    says: 'ours, a connection per email',
    entry: 'connection-each-worker',
    hops: HOPS,
  },
  {
    name: 'powertools',
    says: 'Powertools batch, idempotency',
    entry: 'powertools-worker',
    hops: HOPS,
  },
  { name: 'floor', says: 'by hand, no SDK', entry: 'floor-worker', hops: HOPS },
];

/** All variants, freshly bundled as the services are; `remove` takes away what was built for the bench alone. */
export async function buildVariants(): Promise<{ variants: Variant[]; ours: Variant; remove: () => Promise<void> }> {
  const services = await bundleServices(['email-worker', 'enrichment-worker']);
  const folderOf = (service: string) => path.dirname(services.find((one) => one.service === service)?.file ?? '');
  const root = await mkdtemp(path.join(tmpdir(), 'postconfirm-variants-'));
  const others = await Promise.all(
    OTHERS.map(async ({ entry, ...variant }) => {
      const folder = await mkdtemp(path.join(root, `${variant.name}-`));
      const { code, sourceMap } = await bundleEntry(path.join(import.meta.dirname, 'variants', `${entry}.ts`));
      await writeFile(path.join(folder, 'index.mjs'), code);
      await writeFile(path.join(folder, 'index.mjs.map'), sourceMap);
      return { ...variant, folder };
    }),
  );
  const ours = { name: 'ours', says: 'email worker', folder: folderOf('email-worker'), hops: HOPS };
  const enrichment = {
    name: 'ours-enrichment',
    says: 'enrichment worker',
    folder: folderOf('enrichment-worker'),
    hops: HOPS,
  };
  const variants = [ours, ...others, enrichment];
  return { variants, ours, remove: () => rm(root, { recursive: true, force: true }) };
}
