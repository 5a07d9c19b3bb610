import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documentedPolicies, policiesOf, synthesize } from '@postconfirm/infra';
import type { TestProject } from 'vitest/node';
import type { Roles } from './permissions.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cloud assembly of stage `local`. */
    assembly: string;
    /** Its functions' rights, by function name. */
    roles: Roles;
    /** An operator's rights, by the policy that docs/security.md gives. */
    operators: Roles;
  }
}

/** Vitest's global set-up: all files run on one synthesized template and the bundles that lie built. */
export default async function synthesizeOnce(project: TestProject): Promise<() => Promise<void>> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'postconfirm-e2e-'));
  const assembly = await synthesize({ stage: 'local', outdir, bundle: false });
  project.provide('assembly', outdir);
  project.provide('roles', policiesOf(assembly).roles);
  project.provide('operators', operators());
  return () => rm(outdir, { recursive: true, force: true });
}

/** Whoever is on call has both policies. */
function operators(): Roles {
  const { 'read-only': reading = [], 'on-call': changing = [] } = documentedPolicies({
    'postconfirm-prod': 'postconfirm-local',
    'eu-central-1_aBcDeFgHi': 'POOL',
    '111122223333': '000000000000',
  });
  return { 'read-only': reading, 'on-call': [...reading, ...changing] };
}
