import { aligned } from '../../simulation/report.ts';
import { chart } from './chart.ts';
import type { Report, Table } from './report.ts';

export const asText = ({ headline, tables }: Report): string =>
  [headline, ...tables.map(({ title, rows }) => `${title}\n\n${aligned(rows)}`)].join('\n\n');

/** What a file should hold, by the ending of its name. */
export const fileFor = (name: string, report: Report): string => {
  if (name.endsWith('.json')) return `${JSON.stringify(report.figures, undefined, 2)}\n`;
  return name.endsWith('.svg') ? chart(report.figures) : asMarkdown(report);
};

const asMarkdown = ({ headline, tables }: Report): string =>
  `${['# A launch day', headline.split('\n').join('\\\n'), ...tables.map(markdownTable)].join('\n\n')}\n`;

/** A table of Markdown, under its title. */
export const markdownTable = ({ title, rows }: Table): string => `## ${title}\n\n${markdownRows(rows)}`;

export function markdownRows(rows: Table['rows']): string {
  const [head = [], ...rest] = rows;
  return [head, head.map(() => '---'), ...rest].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
