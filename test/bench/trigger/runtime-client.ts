import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { RUNTIME_CLIENT } from '@postconfirm/local-aws/execution-environment';
import manifest from './aws-runtime-client/package.json' with { type: 'json' };

/** `aws`: what runs in the cloud. `own`: what runs functions in the local stack. */
export type ClientName = 'aws' | 'own';

/** Exact, and locked with all that it needs: another version is another cold start. */
const LOCKED = path.join(import.meta.dirname, 'aws-runtime-client');
const VERSION = manifest.dependencies['aws-lambda-ric'];
const FOLDER = path.resolve(import.meta.dirname, '../../../.local/bench/aws-lambda-ric', VERSION);
const CLIENT = path.join(FOLDER, 'node_modules/aws-lambda-ric/index.mjs');

const MISSING = `AWS's runtime client could not be built here: npm compiles it, which takes a C++ compiler, make, cmake and Python.
Install them (Debian: apt-get install build-essential cmake python3), or measure with ours: --runtime-client own`;

/** The runtime client's arguments for Node; AWS's is built first where it is not yet, which takes a minute or two. */
export async function runtimeClient(name: ClientName): Promise<string[]> {
  if (name === 'own') return [RUNTIME_CLIENT];
  if (!existsSync(CLIENT)) await install();
  return [CLIENT, 'index.handler'];
}

/** Not among the project's dependencies: nobody else should have to compile it. */
async function install(): Promise<void> {
  console.error(`Building aws-lambda-ric ${VERSION}, once, in ${path.relative(process.cwd(), FOLDER)} …`);
  await cp(LOCKED, FOLDER, { recursive: true });
  const command = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', command, { cwd: FOLDER }).catch(({ stderr }: { stderr: string }) => {
    throw new Error(`${MISSING}\n\nnpm said:\n${stderr.trim().split('\n').slice(-15).join('\n')}`);
  });
}
