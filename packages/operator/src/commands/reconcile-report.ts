import type { Desk } from '../desk.ts';
import { nextCommands } from '../reconcile/next-commands.ts';
import type { ReconcileReport } from '../reconcile/report.ts';
import { saveReport } from '../reconcile/report-file.ts';
import { sentenceOf } from '../status/next-steps.ts';
import { counted } from '../terminal/counted.ts';

type ReportOptions = {
  apply?: true;
  email?: true;
  evenIfStale?: true;
  skipped?: string;
  source?: string;
  users?: string;
  fromLogs?: string;
  json?: true;
  report?: string;
};

/** Not shown in whole on a terminal: `--report` keeps all. */
const SHOWN = 50;

/** Keeps a report in a file where one was named, and prints it. */
export async function showReport(desk: Desk, report: ReconcileReport, options: ReportOptions): Promise<void> {
  const { terminal } = desk;
  if (options.report !== undefined) await saveReport(options.report, report);
  if (options.json) return terminal.json(report);
  terminal.print(`${counted(report.seen, 'user')} of pool ${report.pool} seen, judged since ${report.goLive}`);
  terminal.table(Object.entries({ ...report.users, ...report.lacks }).map(([found, users]) => ({ found, users })));
  if (report.missed.length === 0) return;
  terminal.print('');
  terminal.table(report.missed.slice(0, SHOWN));
  if (report.missed.length > SHOWN) terminal.note(`${report.missed.length - SHOWN} more: --report FILE keeps all.`);
  if (!options.apply) printNext(desk, report, options);
}

function printNext({ stage, terminal }: Desk, { missed }: ReconcileReport, options: ReportOptions): void {
  terminal.print('');
  for (const step of nextCommands(missed, askedAgain(options))) terminal.print(sentenceOf(stage(), step));
}

/** The options of the look that decide whom a repair is of. */
function askedAgain({ email, evenIfStale, skipped, source, users, fromLogs }: ReportOptions): string {
  const values = Object.entries({ skipped, source, users, 'from-logs': fromLogs });
  const valued = values.flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${quoted(value)}`]));
  return [...valued, email ? ' --email' : '', evenIfStale ? ' --even-if-stale' : ''].join('');
}

/** A file's name as a shell takes it for one word. */
const quoted = (word: string) => (/^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
