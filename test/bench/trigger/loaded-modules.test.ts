import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import confirmation from '../../events/31-mobile-app.json' with { type: 'json' };
import { buildVariant } from './build-variant.ts';
import { startServices } from './services.ts';
import { PREWARMED, TRIGGER_NAME, VARIANTS } from './variants.ts';

const UNUSED =
  /undici|http2|child_process|worker_threads|webstreams|webcrypto|zlib|NativeModule (dgram|cluster|inspector|fs\/promises)$/;

test.each([
  ['', TRIGGER_NAME, 0],
  [', its connection pre-warmed,', PREWARMED, 1],
])(
  'a trigger%s that sent its first message has loaded no module of Node that it does not use',
  async (_how, name, asked) => {
    const services = await startServices();
    onTestFinished(services.close);
    const variant = VARIANTS.find((one) => one.name === name) ?? expect.unreachable();
    const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-modules-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { file } = await buildVariant(variant, folder);
    const loaded = await modulesAfter(file, { ...services.variables, ...variant.variables });
    expect([services.answered('GetQueueAttributes'), services.answered('SendMessage')]).toEqual([asked, 1]);
    expect(loaded).toContain('NativeModule https');
    expect(loaded.filter((module) => UNUSED.test(module))).toEqual([]);
  },
);

/** What Node has loaded, over HTTPS as in production, after one invocation of the bundle in a process of its own. */
async function modulesAfter(file: string, variables: Record<string, string>): Promise<string[]> {
  const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(file))});
    await handler(${JSON.stringify(confirmation)}, { awsRequestId: 'r', getRemainingTimeInMillis: () => 4000 });
    process.stderr.write(JSON.stringify(process.moduleLoadList), () => process.exit());`;
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_LAMBDA_FUNCTION_NAME: 'trigger',
    ...variables,
  };
  // Log lines have standard output for themselves.
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  return JSON.parse(stderr);
}
