import { type Audit, recordAudit } from '../audit/audit.ts';
import { describeFailure } from '../describe-failure.ts';
import type { Desk } from '../desk.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { wait } from '../wait.ts';
import { createOutcomes } from './canary-outcomes.ts';
import { createForesee } from './foresee.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Begun } from './journal-notes.ts';
import { pastOf } from './past.ts';
import { replays } from './plan.ts';
import { type FateOfMessage, fatesOf, type ReplayReport, reportOf } from './report.ts';
import { runReplay } from './run.ts';
import { createSendCopies } from './send-copies.ts';
import { openBox } from './source-box.ts';

/** A replay as its journal knows it; what an earlier process did of it stands there. */
export type Replay = Omit<Begun, 'note'> & {
  file: string;
  finishOnly?: boolean;
  /** Why, in the operator's words; it is in the audit record alone. */
  why?: string;
};

/** `cause`: what broke the run, if something did. */
export type Carried = { report: ReplayReport; fates: FateOfMessage[]; cause?: unknown };

/** Runs a plan, or what is left of it, under its journal and an audit record. */
export async function carryOut(desk: Desk, stage: Stage, replay: Replay): Promise<Carried> {
  const ports = await portsOf(stage, replay, desk.now);
  const journal = await openJournal(replay.file);
  try {
    return await desk.interruptible((signal) => runRecorded(desk, stage, { replay, journal, ports, signal }));
  } finally {
    await journal.close();
  }
}

type Opened = { replay: Replay; journal: Journal; ports: Awaited<ReturnType<typeof portsOf>>; signal: AbortSignal };

async function runRecorded(desk: Desk, stage: Stage, { replay, journal, ports, signal }: Opened): Promise<Carried> {
  const { now, terminal } = desk;
  const { plan, settings, finishOnly = false } = replay;
  await recordAudit(stage, auditOf(replay));
  if (journal.notes.length === 0) await journal.write(begunOf(replay));
  const progress = terminal.progress('handled', plan.entries.length);
  const begun = now();
  const run = await runReplay(
    { plan, past: pastOf(journal.notes), settings, finishOnly },
    { ...ports, write: journal.write, now, wait, signal, progress: progress.at },
  ).finally(progress.end);
  const report = reportOf(run, { id: replay.id, seconds: Math.round((now() - begun) / 1000) });
  // What broke the run may refuse this too; what was done must still be told.
  await recordEnd(stage, { replay, journal, report, at: now() }).catch((error) =>
    terminal.note(`Its end is not recorded: ${describeFailure(error).says}`),
  );
  return { report, fates: fatesOf(run), ...(run.broken && { cause: run.broken.by }) };
}

type Ended = Pick<Opened, 'replay' | 'journal'> & { report: ReplayReport; at: number };

async function recordEnd(stage: Stage, { replay, journal, report, at }: Ended): Promise<void> {
  await journal.write({ note: 'ended', at });
  const end = { endedAt: at, counts: countsOf(report), ended: report.stopped ?? 'done' };
  await recordAudit(stage, { ...auditOf(replay), ...end });
}

async function portsOf(stage: Stage, { plan, from, at }: Replay, now: () => number) {
  return {
    box: await openBox(stage, plan.queue, from),
    foresee: await createForesee(stage, plan.queue, now),
    send: createSendCopies(stage.clients.sqs, await queueUrl(stage, plan.queue)),
    outcomes: createOutcomes(stage, plan.queue, at),
  };
}

const begunOf = ({ id, at, plan, settings, from }: Replay): Begun => ({
  note: 'begun',
  ...{ id, at, plan, settings },
  ...(from !== undefined && { from }),
});

const auditOf = ({ id, at, plan, why }: Replay): Audit => ({
  id,
  command: 'dlq replay',
  startedAt: at,
  planHash: plan.hash,
  filter: { queue: plan.queue, ...plan.filter, ...plan.asked },
  counts: { planned: replays(plan).length },
  ...(why !== undefined && { why }),
});

const countsOf = ({ seen, replayed, skipped, failed, arrived, cameBack, undeleted }: ReplayReport) => ({
  ...{ seen, replayed, skipped, failed, arrived, cameBack, undeleted },
});
