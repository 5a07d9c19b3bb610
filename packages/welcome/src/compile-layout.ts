import { readFile } from 'node:fs/promises';
import path from 'node:path';
import mjml2html from 'mjml';

/** A module that exports the HTML of an MJML file; its mustache placeholders stay. Throws on the slightest MJML error. */
export async function compileLayout(mjmlFile: string, exportName: string): Promise<string> {
  const source = await readFile(mjmlFile, 'utf8');
  // Without its list of web fonts MJML adds no request to another host.
  const { html } = await mjml2html(source, { validationLevel: 'strict', fonts: {}, keepComments: false });
  return moduleOf(html, { exportName, source: path.basename(mjmlFile) });
}

/** One string per line of HTML, so that a change to the layout reads as a change of lines. */
function moduleOf(html: string, { exportName, source }: { exportName: string; source: string }): string {
  const lines = html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => `  ${JSON.stringify(line)},`);
  return [
    `// Generated from templates/${source} by \`npm run generate\`; \`npm run check\` refuses edits made here.`,
    `export const ${exportName} = [`,
    ...lines,
    "].join('\\n');",
    '',
  ].join('\n');
}
