import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Built } from './build-variant.ts';
import { type Launch, start } from './environment.ts';

const FILLER = path.join(import.meta.dirname, 'fill-compile-cache.mjs');

/**
 * Node's compile cache of one variant, filled by an invocation that ended in an orderly way, and seen to be hit by a cold
 * start. Gives what the variant needs in its environment; throws when Node does not take what was cached.
 */
export async function compileCache(built: Built, launch: Launch): Promise<Record<string, string>> {
  const folder = `${built.folder}-compile-cache`;
  await mkdir(folder, { recursive: true });
  const variables = { NODE_COMPILE_CACHE: folder };
  await fill(built, { ...launch, variables });
  await requireHit(built, { ...launch, variables });
  return variables;
}

/** An invocation first: V8 caches the functions that were compiled until then. */
async function fill({ file, variant }: Built, { services, variables }: Launch): Promise<void> {
  const env = {
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: variant.name,
    ...services.variables,
    ...variant.variables,
    ...variables,
  };
  await promisify(execFile)(process.execPath, [FILLER, file], { env });
}

async function requireHit(built: Built, launch: Launch): Promise<void> {
  const lines: string[] = [];
  const variables = { ...launch.variables, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
  const environment = await start(built, { ...launch, variables, onLine: (line) => lines.push(line) });
  await environment.kill();
  const about = lines.filter((line) => line.includes(built.file));
  if (!about.some((line) => /\bwas accepted\b/.test(line))) {
    throw new Error(`Node did not take ${built.variant.name} from its compile cache:\n${about.join('\n')}`);
  }
}
