// npm run snapshots: commits to what the templates are now, unless an update to them would lose data or protection.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand, UsageError } from '../run-command.ts';
import { exampleSnapshots } from './example.builder.ts';
import { losses } from './losses.ts';
import { committed, written } from './snapshots.ts';

const ACCEPT = '--accept-losses';

await runCommand(async () => {
  const [option = '', ...rest] = process.argv.slice(2);
  if (!['', ACCEPT].includes(option) || rest.length > 0)
    throw new UsageError(`Usage: npm run snapshots [-- ${ACCEPT}]`);
  const snapshots = await exampleSnapshots();
  const lost = snapshots.flatMap((one) => losses(committed(one) ?? one.template, one.template));
  if (lost.length > 0) {
    console.error(`An update of a stage that is in use would lose data or protection:\n- ${lost.join('\n- ')}`);
    if (option !== ACCEPT) {
      console.error(`Nothing is written. If that is meant: npm run snapshots -- ${ACCEPT}, and say why in the commit.`);
      return 1;
    }
  }
  for (const { file, template } of snapshots) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, written(template));
  }
  console.log(`Written: ${snapshots.map(({ file }) => path.relative(process.cwd(), file)).join(', ')}`);
  return 0;
});
