import { temporaryAssembly } from '../assembly.builder.ts';
import { withPool } from '../pool-mode.builder.ts';
import { type Snapshot, snapshotsOf } from './snapshots.ts';

/** What the example stage is now, in both modes of its pool. */
export const exampleSnapshots = async (): Promise<Snapshot[]> =>
  snapshotsOf({
    created: await temporaryAssembly('prod', withPool('prod', 'create')),
    existing: await temporaryAssembly('prod', withPool('prod', 'existing')),
  });
