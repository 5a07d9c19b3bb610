import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { readCommandLine } from './command-line.ts';
import { stageConfig } from './config/named-stage.ts';
import { STAGES } from './config/stage.ts';
import { runCommand, UsageError } from './run-command.ts';
import { synthesize } from './synthesize.ts';

const DEPLOYED = STAGES.filter((stage) => stage !== 'local');
const USAGE = `npm run deploy -- --stage ${DEPLOYED.join('|')} [flags of cdk deploy]`;
/** What the delivered configs name in the place of somebody's own. */
const EXAMPLES = {
  '111122223333': /111122223333/,
  'example.com': /(^|[@/."])example\.com\b/,
  'eu-central-1_aBcDeFgHi': /eu-central-1_aBcDeFgHi/,
};

await runCommand(async () => {
  const { stage, out, rest } = readCommandLine(process.argv.slice(2), USAGE);
  if (out !== undefined) throw new UsageError(`deploy takes no --out. Usage: ${USAGE}`);
  if (stage === 'local')
    throw new UsageError('Stage local runs on this machine: npm start. Nothing of it is deployed.');
  const config = stageConfig(stage);
  const text = JSON.stringify(config);
  const left = Object.entries(EXAMPLES).flatMap(([example, pattern]) => (pattern.test(text) ? [example] : []));
  if (left.length > 0) {
    throw new UsageError(`infra/src/config/${stage}.ts still names ${left.join(' and ')}: put your own there.`);
  }
  const { outdir } = await synthesize({ stage, config });
  return runCdk(['deploy', '--app', outdir, '--all', '--no-notices', ...rest]);
});

/** The pinned CDK CLI, in this terminal; its exit code as a shell gives it. */
function runCdk(args: readonly string[]): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: 'inherit' });
    // Ctrl-C reaches the CLI from the terminal: this process waits for its clean end.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
