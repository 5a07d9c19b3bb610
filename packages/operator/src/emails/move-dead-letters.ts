import { MOST_AT_ONCE, openDeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import type { Desk } from '../desk.ts';
import { type Carried, carryOut } from '../replay/carry-out.ts';
import { createForesee } from '../replay/foresee.ts';
import { journalFile } from '../replay/journal.ts';
import { planReplay } from '../replay/plan-replay.ts';
import { newRunId } from '../run-id.ts';

/** As a replay goes when nothing else is said. */
const SETTINGS = { perSecond: 10, canary: 0, canaryTimeoutMs: 0 };

/** A person wants these emails sent: neither their age nor the replays before stand against it. */
const ASKED = { evenIfStale: true, again: true, include: [] };

/** Replays exactly these dead letters of emails that a person has opened again. */
export async function moveDeadLetters(
  desk: Desk,
  ids: string[],
  { journal, why }: { journal: string; why?: string },
): Promise<Carried> {
  const { now, interruptible } = desk;
  const stage = desk.stage();
  const parts = { box: await openDeadLetterBox(stage, 'email'), foresee: await createForesee(stage, 'email', now) };
  const request = {
    stage: stage.name,
    filter: { ids },
    asked: ASKED,
    most: MOST_AT_ONCE,
    now: now(),
  };
  const { plan } = await interruptible((signal) => planReplay(parts, { ...request, signal }));
  const id = newRunId(now());
  const replay = { id, file: journalFile(journal, id), at: now(), plan, settings: SETTINGS };
  return carryOut(desk, stage, { ...replay, ...(why !== undefined && { why }) });
}
