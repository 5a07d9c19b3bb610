import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** A copy of a cloud assembly in which one function's code is another; remove it when it is not needed any more. */
export async function withOtherCode(
  assembly: string,
  { functionName, source }: { functionName: string; source: string },
): Promise<{ assembly: string; remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'postconfirm-other-'));
  cpSync(assembly, folder, { recursive: true });
  const outfile = path.join(folder, `asset.${assetOf(folder, functionName)}`, 'index.mjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner,
  });
  return { assembly: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Dependencies written for `require` find it here. */
const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };

type Template = {
  Resources: Record<string, { Properties?: { FunctionName?: unknown; Code?: { S3Key?: string } } }>;
};

function assetOf(assembly: string, functionName: string): string {
  const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  for (const name of templates) {
    const { Resources } = JSON.parse(readFileSync(path.join(assembly, name), 'utf8')) as Template;
    const found = Object.values(Resources).find(({ Properties }) => Properties?.FunctionName === functionName);
    if (found?.Properties?.Code?.S3Key) return found.Properties.Code.S3Key.replace(/\.zip$/, '');
  }
  throw new Error(`No function ${functionName} in ${assembly}.`);
}
