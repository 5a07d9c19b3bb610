import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';

/** For tests: what `use` finds in an app whose folder is gone afterwards. An app that is given no folder leaves one behind. */
export function inTemporaryApp<T>(use: (app: App) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'postconfirm-app-'));
  try {
    return use(new App({ outdir, analyticsReporting: false }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
