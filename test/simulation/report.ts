import type { Campaign, Row } from './campaign.ts';

const COLUMNS: readonly [title: string, of: (row: Row) => number][] = [
  ['users', ({ users }) => users],
  ['faults', ({ injected }) => injected],
  ['emails', ({ emails }) => emails],
  ['2nd, explained', ({ explained }) => explained],
  ['2nd, unexplained', ({ unexplained }) => unexplained],
  ['2nd, asked for', ({ wished }) => wished],
  ['lost', ({ lost }) => lost],
  ['held', ({ held }) => held],
  ['dead-lettered', (row) => row['dead-lettered']],
  ['never queued', ({ missing }) => missing],
];

/** One campaign as a table: a line per kind of fault, with the users whom it hit, and one for all. */
export function faultTable({ kinds, all }: Campaign): string {
  const rows = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, row]) => line(kind, row));
  return aligned([['fault', ...COLUMNS.map(([title]) => title)], ...rows, line('all users', all)]);
}

/** Campaigns of the same towns beside each other. */
export function comparison(campaigns: readonly Campaign[]): string {
  const rows = campaigns.map(({ system, all, cpuSeconds, digest }) => [
    ...line(system, all),
    String(Math.round(all.users / cpuSeconds)),
    digest,
  ]);
  return aligned([['who sends', ...COLUMNS.map(([title]) => title), 'users/CPU s', 'trace'], ...rows]);
}

const line = (name: string, row: Row) => [name, ...COLUMNS.map(([, of]) => of(row).toLocaleString('en'))];

/** A table: the first column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same for a machine. */
export const asJson = (campaigns: readonly Campaign[]) =>
  campaigns.map(({ kinds, ...campaign }) => ({ ...campaign, kinds: Object.fromEntries(kinds) }));
