import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'postconfirm-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const part of ['services', 'packages/toolchain', 'bin']) mkdirSync(path.join(folder, part), { recursive: true });
const program = path.join(folder, 'packages/toolchain/run.mjs');
copyFileSync(path.join(import.meta.dirname, '../run.mjs'), program);

/** Standard error of a script whose installation ends with this error of pnpm's. */
function failedBy(error: string) {
  writeFileSync(path.join(folder, 'bin/npx'), `#!/bin/sh\necho 'Error: ${error}' >&2\nexit 1\n`, { mode: 0o755 });
  const PATH = [path.join(folder, 'bin'), process.env['PATH']].join(path.delimiter);
  return spawnSync(process.execPath, [program, 'any.ts'], { env: { ...process.env, PATH }, encoding: 'utf8' }).stderr;
}

it.each([
  ['a manifest has another dependency', 'ERR_PNPM_OUTDATED_LOCKFILE'],
  ['the workspace file has another version', 'ERR_PNPM_LOCKFILE_CONFIG_MISMATCH'],
  ['a folder is new', 'ERR_PNPM_PACKAGE_MANAGER_NO_IMPORTER'],
])('an installation that fails because %s says how the lockfile is renewed', (_why, error) => {
  const told = failedBy(error);
  expect(told).toContain(error);
  expect(told).toMatch(/Renew pnpm-lock\.yaml for what changed by `npx pnpm@[\d.]+ install --lockfile-only`/);
  expect(told).not.toContain('registry');
});

it('an installation that fails otherwise asks whether the registry is reachable', () => {
  expect(failedBy('ERR_PNPM_META_FETCH_FAIL')).toContain('Is the npm registry reachable? Run the command again.');
});
