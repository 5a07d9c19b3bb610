import path from 'node:path';
import { readCommandLine } from './command-line.ts';
import { STAGES } from './config/stage.ts';
import { physicalName } from './names.ts';
import { cloudAssembly } from './paths.ts';
import { runCommand, UsageError } from './run-command.ts';
import { STACKS, synthesize } from './synthesize.ts';

const USAGE = `npm run synth -- --stage ${STAGES.join('|')} [--out DIR]`;

await runCommand(async () => {
  const { stage, out, rest } = readCommandLine(process.argv.slice(2), USAGE);
  if (rest.length > 0) throw new UsageError(`What is ${rest.join(' ')}? Usage: ${USAGE}`);
  const outdir = out === undefined ? cloudAssembly(stage) : path.resolve(out);
  const { templates, config } = await synthesize({ stage, outdir });
  console.log(`Stage ${stage}, account ${config.account}, region ${config.region}: valid, in the order of deployment`);
  for (const stack of STACKS) {
    const resources = Object.keys(templates[stack].Resources).length;
    const file = path.join(outdir, `${physicalName(stage, stack)}.template.json`);
    console.log(
      `  ${stack.padEnd(7)} ${String(resources).padStart(3)} resources  ${path.relative(process.cwd(), file)}`,
    );
  }
  return 0;
});
