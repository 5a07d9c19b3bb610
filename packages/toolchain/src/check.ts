// npm run check: everything that reads the code without running it, side by side.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const CHECKS: Record<string, readonly string[]> = {
  types: ['tsc', '-b'],
  lint: ['biome', 'check', '--error-on-warnings'],
  'unused code': ['knip'],
  'generated files': ['node', 'packages/toolchain/src/generate.ts', '--check'],
};

async function run(name: string, [command = '', ...args]: readonly string[]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [code, out, errors] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(`${out}${errors}`);
  return code === 0;
}

const passed = await Promise.all(Object.entries(CHECKS).map(([name, command]) => run(name, command)));
process.exitCode = passed.every(Boolean) ? 0 : 1;
