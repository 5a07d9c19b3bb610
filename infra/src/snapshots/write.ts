// npm run snapshots: commits to what the templates are now, unless an update to them would lose data.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleServices } from '../bundle.ts';
import { runCommand } from '../run-command.ts';
import { dataLoss } from './data-loss.ts';
import { exampleSnapshots } from './example.builder.ts';
import { committed, written } from './snapshots.ts';

await runCommand(async () => {
  await bundleServices();
  const snapshots = await exampleSnapshots();
  const losses = snapshots.flatMap((one) => dataLoss(committed(one) ?? one.template, one.template));
  if (losses.length > 0) {
    console.error(`Nothing is written, for in a stage that is in use data would be lost:\n- ${losses.join('\n- ')}`);
    console.error('If that is meant, take the old resource out of its file in infra/snapshots by hand, and say why.');
    return 1;
  }
  for (const { file, template } of snapshots) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, written(template));
  }
  console.log(`Written: ${snapshots.map(({ file }) => path.relative(process.cwd(), file)).join(', ')}`);
  return 0;
});
