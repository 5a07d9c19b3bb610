import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';

const OPERATOR = path.resolve(import.meta.dirname, '..');
let root = '';
const roots: string[] = [];
const at = (file: string) => path.join(root, file);
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A checkout of a command of two files, with what starts it. */
beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'postconfirm-bundle-')));
  roots.push(root);
  await mkdir(at('packages/operator/src'), { recursive: true });
  await mkdir(at('node_modules/.pnpm'), { recursive: true });
  for (const file of ['postconfirm.mjs', 'package.json', 'src/bundle-operator.ts']) {
    await copyFile(path.join(OPERATOR, file), at(`packages/operator/${file}`));
  }
  await symlink(path.join(OPERATOR, 'node_modules/esbuild'), at('node_modules/esbuild'));
  await writeFile(at('node_modules/.pnpm/lock.yaml'), 'the first install');
  await source('said.ts', "export const said: string = 'the first';");
  await source('main.ts', "import { said } from './said.ts';\nconsole.log(said, ...process.argv.slice(2));");
});

const source = (name: string, code: string) => writeFile(at(`packages/operator/src/${name}`), code);

type Ended = { code: number; out: string; err: string };

/** The command, from a folder that is not the checkout's. */
const run = (...args: string[]) =>
  new Promise<Ended>((resolve) => {
    const all = [at('packages/operator/postconfirm.mjs'), ...args];
    execFile(process.execPath, all, { cwd: tmpdir() }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });

/** When the bundle was made. */
const bundledAt = async () => (await stat(at('node_modules/.cache/operator/bundle.json'))).mtimeMs;

it('runs with its arguments, says nothing of the bundling, and bundles once while nothing changes', async () => {
  const ended = { code: 0, out: 'the first status --json\n', err: '' };
  expect(await run('status', '--json')).toEqual(ended);
  const first = await bundledAt();
  expect(await run('status', '--json')).toEqual(ended);
  expect(await bundledAt()).toBe(first);
});

it('runs what the sources say now', async () => {
  await run();
  await source('said.ts', "export const said: string = 'the other';");
  expect((await run()).out).toBe('the other\n');
  await rm(at('packages/operator/src/said.ts'));
  await source('main.ts', "console.log('alone');");
  expect((await run()).out).toBe('alone\n');
});

it.each([
  ['another install', 'node_modules/.pnpm/lock.yaml', 'the second install'],
  ['another manifest', 'packages/operator/package.json', '{ "type": "module" }'],
])('bundles anew for %s', async (_what, file, content) => {
  await run();
  const first = await bundledAt();
  await writeFile(at(file), content);
  expect((await run()).out).toBe('the first\n');
  expect(await bundledAt()).toBeGreaterThan(first);
});

it('runs several at once that all find no bundle', async () => {
  const ended = await Promise.all(['1', '2', '3'].map((number) => run(number)));
  expect(ended).toEqual(['1', '2', '3'].map((number) => ({ code: 0, out: `the first ${number}\n`, err: '' })));
  const names = await readdir(at('node_modules/.cache/operator'));
  expect(names.filter((name) => !/^(main-\w+\.mjs(\.map)?|bundle\.json)$/.test(name))).toEqual([]);
});

it('ends with 1 and the place of the mistake while the sources are none, and runs when they are', async () => {
  await source('said.ts', 'export const said =');
  expect(await run()).toEqual({ code: 1, out: '', err: expect.stringContaining('packages/operator/src/said.ts:1:19') });
  await source('said.ts', "export const said = 'mended';");
  expect((await run()).out).toBe('mended\n');
});

it('tells where in the sources an error came from when asked to debug', async () => {
  await source('main.ts', "import { inspect } from 'node:util';\n\nconsole.log(inspect(new Error('here')));");
  expect((await run('--debug')).out).toContain('packages/operator/src/main.ts:3:');
});

it('lies as deep below the checkout as the sources, which look for the stack of `npm start` from where they lie', async () => {
  await source('main.ts', "import path from 'node:path';\nconsole.log(path.resolve(import.meta.dirname, '../../..'));");
  expect((await run()).out).toBe(`${root}\n`);
});

it('loads no undici when it first speaks to the local stack', async () => {
  const undici = "process.moduleLoadList.filter((name) => name.includes('undici')).length";
  await source('main.ts', `const { Agent } = await import('node:http');\nconsole.log(typeof Agent, ${undici});`);
  expect((await run()).out).toBe('function 0\n');
});
