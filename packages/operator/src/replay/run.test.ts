import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { CanaryOutcome } from './canary-outcomes.ts';
import { aDeadLetter, NOW } from './dead-letter.builder.ts';
import { NO_PAST, pastOf } from './past.ts';
import { makePlan, type Plan } from './plan.ts';
import type { Prediction } from './prediction.ts';
import { reportOf } from './report.ts';
import { runReplay } from './run.ts';
import type { Order, RunPorts } from './run-state.ts';
import { aStage, lettersOf } from './stage-in-memory.builder.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

const about = {
  stage: 'prod',
  queue: 'email' as const,
  madeAt: new Date(NOW).toISOString(),
  filter: {},
  asked: { evenIfStale: false, again: false, include: [] },
};

const planOf = (letters: readonly DeadLetter[], kind: Prediction['kind'] = 'would-send'): Plan =>
  makePlan(
    about,
    letters.map((letter) => ({ letter, prediction: { kind } })),
  );

const orderOf = (plan: Plan, settings: Partial<Order['settings']> = {}): Order => ({
  plan,
  past: NO_PAST,
  settings: { perSecond: 10, canary: 0, canaryTimeoutMs: 60_000, ...settings },
  finishOnly: false,
});

/** Runs it while time passes. */
async function reportOfRun(order: Order, ports: RunPorts) {
  const end = runReplay(order, ports).then((run) => reportOf(run, { id: 'r', seconds: 0 }));
  let isOver = false;
  void end.finally(() => {
    isOver = true;
  });
  while (!isOver) await vi.advanceTimersByTimeAsync(1_000);
  return end;
}

describe('a run', () => {
  it('of 10,000 at 5/s holds the rate, and its counts add up', async () => {
    const letters = lettersOf(10_000);
    const { ports, lying, copies } = aStage(letters);
    const report = await reportOfRun(orderOf(planOf(letters), { perSecond: 5 }), ports);
    expect(report).toMatchObject({ seen: 10_000, replayed: 10_000, skipped: 0, failed: 0 });
    expect(report.perSecond).toBeGreaterThan(4.5);
    expect(report.perSecond).toBeLessThanOrEqual(5);
    expect(copies).toHaveLength(10_000);
    expect(lying.size).toBe(0);
  });

  it('tells SQS all the while that it still works on what it has not sent', async () => {
    const letters = lettersOf(100);
    const { ports, kept } = aStage(letters);
    await reportOfRun(orderOf(planOf(letters), { perSecond: 1 }), ports);
    const renewals = kept.filter((held) => held > 0);
    expect(renewals.length).toBeGreaterThanOrEqual(5);
    expect(renewals).toEqual(renewals.toSorted((a, b) => b - a));
  });

  it('does exactly the plan: counts what came and what went, and leaves what it leaves', async () => {
    const [sent, left, gone, came] = lettersOf(4) as [DeadLetter, DeadLetter, DeadLetter, DeadLetter];
    const { ports, lying, hidden, copies } = aStage([sent, left, came]);
    const plan = makePlan(about, [
      { letter: sent, prediction: { kind: 'would-send' } },
      { letter: left, prediction: { kind: 'held' } },
      { letter: gone, prediction: { kind: 'would-send' } },
    ]);
    const report = await reportOfRun(orderOf(plan), ports);
    expect(report).toMatchObject({ seen: 3, replayed: 1, skipped: 2, arrived: 1 });
    expect(copies).toEqual([sent.messageId]);
    expect([...lying.keys()]).toEqual([left.messageId, came.messageId]);
    expect(hidden.has(came.messageId)).toBe(false);
  });

  it('skips what would do something else by now', async () => {
    const letters = lettersOf(3);
    const { stage, ports, copies, lying } = aStage(letters);
    stage.prediction = { kind: 'already-sent' };
    const report = await reportOfRun(orderOf(planOf(letters)), ports);
    expect(report.rows).toEqual([{ prediction: 'would-send', fate: 'skipped', because: 'changed', count: 3 }]);
    expect(copies).toEqual([]);
    expect(lying.size).toBe(3);
  });

  it('skips what lies under a planned id with another body', async () => {
    const letters = lettersOf(2);
    const { ports, lying, copies } = aStage(letters);
    const other = aDeadLetter({ messageId: 'm1', body: '{"of":"somebody else"}' });
    lying.set('m1', other);
    const report = await reportOfRun(orderOf(planOf(letters)), ports);
    expect(report).toMatchObject({ replayed: 1, skipped: 1 });
    expect(copies).toEqual(['m0']);
    expect([...lying.values()]).toEqual([other]);
  });

  it('keeps what SQS refused, and says by which code', async () => {
    const letters = lettersOf(4);
    const { ports, lying } = aStage(letters);
    const send: RunPorts['send'] = async () => ({
      acknowledged: new Set(['m0', 'm1', 'm3']),
      refused: new Map([['m2', 'InternalError']]),
    });
    const report = await reportOfRun(orderOf(planOf(letters)), { ...ports, send });
    expect(report).toMatchObject({ replayed: 3, failed: 1 });
    expect(report.rows).toContainEqual({
      prediction: 'would-send',
      fate: 'failed',
      because: 'InternalError',
      count: 1,
    });
    expect([...lying.keys()]).toEqual(['m2']);
  });
});

describe('a run stops', () => {
  it('when too many copies fail', async () => {
    const letters = lettersOf(100);
    const { ports, hidden } = aStage(letters);
    const send: RunPorts['send'] = async (copies) => ({
      acknowledged: new Set<string>(),
      refused: new Map(copies.map(({ letter }) => [letter.messageId, 'InternalError'])),
    });
    const report = await reportOfRun(orderOf(planOf(letters), { stopOnFailureRate: 0.1 }), { ...ports, send });
    expect(report).toMatchObject({ stopped: 'failure-rate', seen: 100, replayed: 0 });
    expect(report.failed).toBeLessThanOrEqual(50);
    expect(hidden.size).toBe(0);
  });

  it('when the ledger does not answer any more: tells what was done, gives the rest back, and goes on later', async () => {
    const letters = lettersOf(100);
    const { ports, hidden, copies, lying, notes } = aStage(letters);
    let answers = 3;
    const foresee: RunPorts['foresee'] = async (some, asked) => {
      answers -= 1;
      if (answers < 0) throw Object.assign(new Error('no table'), { $metadata: { httpStatusCode: 503 } });
      return ports.foresee(some, asked);
    };
    const plan = planOf(letters);
    const report = await reportOfRun(orderOf(plan), { ...ports, foresee });
    expect(report).toMatchObject({ stopped: 'broken', seen: 100, replayed: 30, skipped: 70, failed: 0 });
    expect(report.because).toContain('Try again in some minutes.');
    expect(hidden.size).toBe(0);

    expect(await reportOfRun({ ...orderOf(plan), past: pastOf(notes) }, ports)).toMatchObject({ replayed: 100 });
    expect([copies.length, lying.size]).toEqual([100, 0]);
  });

  it('when the journal cannot be written any more, and sends nothing that it could not note', async () => {
    const letters = lettersOf(100);
    const { ports, hidden, copies } = aStage(letters);
    const write: RunPorts['write'] = async (note) => {
      if (copies.length >= 20 && note.note === 'sending') throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return ports.write(note);
    };
    const report = await reportOfRun(orderOf(planOf(letters)), { ...ports, write });
    expect(report).toMatchObject({ stopped: 'broken', replayed: 20 });
    expect([copies.length, hidden.size]).toEqual([20, 0]);
  });

  it('when SQS takes none of a few steps in a row, however well it went before', async () => {
    const letters = lettersOf(1_000);
    const { ports, hidden, copies } = aStage(letters);
    const send: RunPorts['send'] = async (some) => {
      if (copies.length < 200) return ports.send(some);
      return {
        acknowledged: new Set<string>(),
        refused: new Map(some.map(({ letter }) => [letter.messageId, 'ECONNRESET'])),
      };
    };
    const report = await reportOfRun(orderOf(planOf(letters)), { ...ports, send });
    expect(report).toMatchObject({ stopped: 'sends-refused', because: 'ECONNRESET', replayed: 200, failed: 30 });
    expect(hidden.size).toBe(0);
  });

  it('when too many come back dead', async () => {
    const letters = lettersOf(200);
    const { ports, lying } = aStage(letters);
    let count = 0;
    const send: RunPorts['send'] = async (copies) => {
      for (const { body } of copies) {
        count += 1;
        const messageId = `again${count}`;
        lying.set(messageId, aDeadLetter({ messageId, body }));
      }
      return { acknowledged: new Set(copies.map(({ letter }) => letter.messageId)), refused: new Map() };
    };
    const report = await reportOfRun(orderOf(planOf(letters), { stopOnFailureRate: 0.1 }), { ...ports, send });
    expect(report.stopped).toBe('failure-rate');
    expect(report.cameBack).toBeGreaterThan(0);
    expect(report.replayed).toBeLessThan(200);
  });

  it('at a safe point when it is interrupted, and goes on when it is resumed', async () => {
    const letters = lettersOf(100);
    const { ports, hidden, copies, lying, notes } = aStage(letters);
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(), 3_500);
    const plan = planOf(letters);
    const first = await reportOfRun(orderOf(plan), { ...ports, signal: interruption.signal });
    expect(first).toMatchObject({ stopped: 'interrupted', seen: 100, replayed: 30, skipped: 70 });
    expect(hidden.size).toBe(0);

    const second = await reportOfRun({ ...orderOf(plan), past: pastOf(notes) }, ports);
    expect(second).toMatchObject({ seen: 100, replayed: 100 });
    expect(copies).toHaveLength(100);
    expect(lying.size).toBe(0);
  });

  it('for good when it is cancelled: what has a copy is deleted, the rest stays', async () => {
    const letters = lettersOf(3);
    const { ports, copies, lying } = aStage(letters);
    const past = pastOf([
      { note: 'sending', ids: ['m0'] },
      { note: 'copied', ids: ['m0'] },
    ]);
    const report = await reportOfRun({ ...orderOf(planOf(letters)), past, finishOnly: true }, ports);
    expect(report).toMatchObject({ stopped: 'cancelled', replayed: 1, skipped: 2 });
    expect(copies).toEqual([]);
    expect([...lying.keys()]).toEqual(['m1', 'm2']);
  });
});

describe('the canary', () => {
  const settings = { canary: 2, canaryTimeoutMs: 10_000 };

  it('goes first, and the rest follows when it is well', async () => {
    const letters = lettersOf(20);
    const { ports, copies } = aStage(letters);
    const answers: CanaryOutcome[] = ['waiting', 'waiting', 'done'];
    const copiedAtEachLook: number[] = [];
    const outcomes: RunPorts['outcomes'] = async (some) => {
      copiedAtEachLook.push(copies.length);
      const answer = answers.shift() ?? 'done';
      return some.map(() => answer);
    };
    const report = await reportOfRun(orderOf(planOf(letters), settings), { ...ports, outcomes });
    expect(copiedAtEachLook).toEqual([2, 2, 2]);
    expect(report).toMatchObject({ replayed: 20 });
  });

  it.each([
    ['failed', 'canary-failed'],
    ['waiting', 'canary-timeout'],
  ] as const)('keeps the rest back when it is %s', async (outcome, stopped) => {
    const letters = lettersOf(20);
    const { ports, copies, hidden } = aStage(letters);
    const outcomes: RunPorts['outcomes'] = async (some) => some.map(() => outcome);
    const report = await reportOfRun(orderOf(planOf(letters), settings), { ...ports, outcomes });
    expect(report).toMatchObject({ stopped, replayed: 2, skipped: 18 });
    expect(copies).toHaveLength(2);
    expect(hidden.size).toBe(0);
  });

  it('is of messages that act, and waits for no other', async () => {
    const letters = lettersOf(10);
    const plan = makePlan(
      about,
      letters.map((letter, index) => ({ letter, prediction: { kind: index === 7 ? 'would-send' : 'already-sent' } })),
    );
    const { ports } = aStage(letters);
    const waitedFor: string[][] = [];
    const outcomes: RunPorts['outcomes'] = async (some) => {
      waitedFor.push(some.map(({ messageId }) => messageId));
      return some.map(() => 'done');
    };
    const foresee: RunPorts['foresee'] = async (some) =>
      some.map(({ messageId }) => ({ kind: messageId === 'm7' ? 'would-send' : 'already-sent' }));
    await reportOfRun(orderOf(plan, settings), { ...ports, outcomes, foresee });
    expect(waitedFor).toEqual([['m7']]);
  });
});

describe('a process that ends', () => {
  const resume = ({ stage, ports, notes }: ReturnType<typeof aStage>, plan: Plan) => {
    stage.isDead = false;
    return reportOfRun({ ...orderOf(plan), past: pastOf(notes) }, ports);
  };

  it('at whatever note loses nothing, and doubles only what it could not know', async () => {
    const letters = lettersOf(35);
    const plan = planOf(letters);
    for (let deathAt = 1; deathAt < 16; deathAt += 1) {
      const stage = aStage(letters);
      const write: RunPorts['write'] = async (note) => {
        if (stage.notes.length === deathAt) stage.stage.isDead = true;
        return stage.ports.write(note);
      };
      await reportOfRun(orderOf(plan), { ...stage.ports, write });
      const unsure = pastOf(stage.notes).unsure;
      const report = await resume(stage, plan);
      expect(report, `ended at note ${deathAt}`).toMatchObject({ seen: 35, replayed: 35, skipped: 0, failed: 0 });
      expect(stage.lying.size).toBe(0);
      expect(new Set(stage.copies).size).toBe(35);
      const doubled = stage.copies.filter((id, index) => stage.copies.indexOf(id) !== index);
      for (const id of doubled) expect(unsure.has(id)).toBe(true);
    }
  });

  it('between copy and delete has its message deleted, and not sent again', async () => {
    const letters = lettersOf(10);
    const plan = planOf(letters);
    const stage = aStage(letters);
    const remove = async () => {
      stage.stage.isDead = true;
      throw new Error('The process is dead.');
    };
    await reportOfRun(orderOf(plan), { ...stage.ports, box: { ...stage.box, remove } });
    expect(stage.copies).toHaveLength(10);
    expect(stage.lying.size).toBe(10);

    expect(await resume(stage, plan)).toMatchObject({ seen: 10, replayed: 10 });
    expect(stage.copies).toHaveLength(10);
    expect(stage.lying.size).toBe(0);
  });

  it('before it knew of its copies sends them again, whatever the ledger says by then', async () => {
    const letters = lettersOf(5);
    const plan = planOf(letters);
    const stage = aStage(letters);
    const past = pastOf([{ note: 'sending', ids: ['m0', 'm1'] }]);
    stage.stage.prediction = { kind: 'already-sent' };
    const report = await reportOfRun({ ...orderOf(plan), past }, stage.ports);
    expect(report.rows).toEqual([
      { prediction: 'would-send', fate: 'replayed', because: '', count: 2 },
      { prediction: 'would-send', fate: 'skipped', because: 'changed', count: 3 },
    ]);
  });
});
