import { bundleServices } from './bundle.ts';
import { runCommand } from './run-command.ts';

await runCommand(async () => {
  const bundles = await bundleServices();
  const widest = Math.max(...bundles.map(({ service }) => service.length));
  for (const { service, bytes } of bundles) {
    console.log(`${service.padEnd(widest)}  ${bytes.toLocaleString('en').padStart(9)} bytes`);
  }
  return 0;
});
