import { writeFile } from 'node:fs/promises';

type Report = { data: unknown; page: string; plot: string };

/** Writes one report in three forms beside each other; says where. */
export async function writeReport(file: string, { data, page, plot }: Report): Promise<void> {
  const stem = file.replace(/\.(json|md|svg)$/, '');
  await writeFile(`${stem}.json`, `${JSON.stringify(data, null, 1)}\n`);
  await writeFile(`${stem}.md`, page);
  await writeFile(`${stem}.svg`, plot);
  console.error(`Written: ${stem}.json, ${stem}.md, ${stem}.svg`);
}
