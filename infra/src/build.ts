import { writeFile } from 'node:fs/promises';
import { bundleServices } from './bundling/bundle.ts';
import { BUNDLE_PAGE, bundlePage } from './bundling/bundle-page.ts';
import { runCommand, UsageError } from './run-command.ts';

await runCommand(async () => {
  const [option, ...rest] = process.argv.slice(2);
  if ((option ?? '--table') !== '--table' || rest.length > 0) throw new UsageError('Usage: npm run build [-- --table]');
  const bundles = await bundleServices();
  const widest = Math.max(...bundles.map(({ service }) => service.length));
  for (const { service, bytes } of bundles) {
    console.log(`${service.padEnd(widest)}  ${bytes.toLocaleString('en').padStart(9)} bytes`);
  }
  if (option === '--table') await writeFile(BUNDLE_PAGE, bundlePage(bundles));
  return 0;
});
