import { access, writeFile } from 'node:fs/promises';
import { cannotWrite, refuseUnwritable } from '../cannot-write.ts';
import type { ReconcileReport } from './report.ts';

/** @throws OperatorError `usage` when the file is there: known before a long look, not after it. */
export async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw cannotWrite(file, { code: 'EEXIST' });
}

/** @throws OperatorError `usage` when the file is there already: a report is never written over. */
export async function saveReport(file: string, report: ReconcileReport): Promise<void> {
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx' }).catch(refuseUnwritable(file));
}
