import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExport, writeExport } from '../dead-letters/export-file.ts';
import { aDeadLetter, NOW } from './dead-letter.builder.ts';
import { journalFile, openJournal, readJournal } from './journal.ts';
import type { Begun, Note, Opened } from './journal-notes.ts';
import { pastOf } from './past.ts';
import { makePlan } from './plan.ts';
import { loadPlan, savePlan } from './plan-file.ts';
import { startOf } from './process-start.ts';
import { resumedReplay } from './resume.ts';
import { unfinishedReplays } from './unfinished.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-journal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const asked = { evenIfStale: false, again: false, include: [] };
const plan = makePlan({ stage: 'prod', queue: 'email', madeAt: new Date(NOW).toISOString(), filter: {}, asked }, [
  { letter: aDeadLetter(), prediction: { kind: 'would-send', detail: 'attempt 1' } },
]);
const begun: Begun = {
  note: 'begun',
  id: 'run-1',
  at: NOW,
  plan,
  settings: { perSecond: 10, canary: 0, canaryTimeoutMs: 1000 },
};

async function written(id: string, notes: readonly Note[]): Promise<string> {
  const file = journalFile(path.join(folder, 'replays'), id);
  const journal = await openJournal(file);
  await Promise.all(notes.map((note) => journal.write(note)));
  await journal.close();
  return file;
}

const notes: Note[] = [
  { note: 'borrowed', handles: [['m1', 'handle']] },
  { note: 'sending', ids: ['m1'] },
  { note: 'copied', ids: ['m1'] },
];

describe('a journal', () => {
  it('is read as it was written, in order, also by parts', async () => {
    const file = await written('whole', [begun, ...notes.slice(0, 2)]);
    await written('whole', notes.slice(2));
    expect(await readJournal(file)).toEqual({ begun, notes });
  });

  it('loses to a torn last line only what that line said', async () => {
    const file = await written('torn', [begun, ...notes]);
    await appendFile(file, '{"note":"deleted","ids":["m');
    const { notes: read } = await readJournal(file);
    expect(pastOf(read)).toMatchObject({ copied: new Set(['m1']), deleted: new Set() });
  });

  it('is not resumed when somebody changed the plan in it', async () => {
    const [first] = plan.entries;
    const entries = first ? [{ ...first, does: 'leave' as const }] : [];
    const file = await written('changed', [{ ...begun, plan: { ...plan, entries } }, ...notes]);
    const resumed = resumedReplay({ journals: folder, idOrFile: file, stage: 'prod' }, false);
    await expect(resumed).rejects.toMatchObject({ exit: 'refused', message: expect.stringContaining('changed') });
  });

  it('that was torn goes on behind the torn line', async () => {
    const file = await written('torn-and-resumed', [begun, ...notes]);
    await appendFile(file, '{"note":"deleted","ids":["m');
    await written('torn-and-resumed', [{ note: 'deleted', ids: ['m1'] }]);
    expect(pastOf((await readJournal(file)).notes).deleted).toEqual(new Set(['m1']));
  });

  it('is found by the id of its replay, for its own stage only', async () => {
    const file = await written('run-1', [begun, ...notes]);
    const journals = path.join(folder, 'replays');
    const order = { journals, idOrFile: 'run-1', stage: 'prod' };
    expect(await resumedReplay(order, false)).toMatchObject({ id: 'run-1', file, plan, finishOnly: false });
    expect(await resumedReplay({ ...order, idOrFile: file }, true)).toMatchObject({ id: 'run-1', finishOnly: true });
    await expect(resumedReplay({ ...order, stage: 'dev' }, false)).rejects.toThrow('is a replay of stage prod');
    await expect(resumedReplay({ ...order, idOrFile: 'run-2' }, false)).rejects.toThrow('cannot be read (ENOENT)');
  });
});

describe('a journal that is open', () => {
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const one of running) one.kill('SIGKILL');
  });

  /** A journal that another process opened, and that process. */
  async function openedElsewhere(id: string, as: Partial<Opened> = {}) {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    running.push(other);
    await once(other, 'spawn');
    const pid = other.pid ?? 0;
    const opened = { note: 'opened', opening: 'other', pid, start: await startOf(pid), ...as };
    const file = await written(id, [begun, ...notes]);
    await appendFile(file, `${JSON.stringify(opened)}\n`);
    return { file, other };
  }

  it('is refused to a second that would go on with it, and to nobody when it is closed', async () => {
    const file = await written('twice', [begun, ...notes]);
    const ends = await Promise.allSettled([openJournal(file), openJournal(file)]);
    const refused = ends.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { exit: 'refused', message: expect.stringContaining('is at work') } }]);
    for (const end of ends) if (end.status === 'fulfilled') await end.value.close();
    const third = await openJournal(file);
    expect(third.notes).toEqual([begun, ...notes]);
    await third.close();
  });

  it('is refused while the other process runs, and not after it was killed', async () => {
    const { file, other } = await openedElsewhere('killed');
    await expect(openJournal(file)).rejects.toThrow(`at work in another process (${other.pid})`);
    other.kill('SIGKILL');
    await once(other, 'close');
    await (await openJournal(file)).close();
  });

  it('is not kept from anybody by a process that has the id of a dead one', async () => {
    const { file } = await openedElsewhere('reused', { start: 'long ago' });
    await expect(openJournal(file).then(({ close }) => close())).resolves.toBeUndefined();
  });

  it('that has ended is no unfinished replay, whoever looked into it since', async () => {
    const file = await written('ended', [begun, ...notes, { note: 'ended', at: NOW }]);
    await (await openJournal(file)).close();
    expect(await unfinishedReplays(path.dirname(file), 'prod')).not.toContain(path.basename(file, '.ndjson'));
  });

  it('says what to do where its folder cannot be one', async () => {
    const inTheWay = path.join(folder, 'in-the-way');
    await writeFile(inTheWay, '');
    for (const file of [path.join(inTheWay, 'a.ndjson'), path.join(inTheWay, 'deeper', 'a.ndjson')]) {
      await expect(openJournal(file)).rejects.toMatchObject({
        exit: 'usage',
        message: expect.stringMatching(
          /, for a file stands where its folder should be: name another folder with --journal.$/,
        ),
      });
    }
  });
});

describe('a saved plan', () => {
  it('is loaded as it was, for its own stage only, and never written over', async () => {
    const file = path.join(folder, 'a.plan');
    await savePlan(file, plan);
    expect(await loadPlan(file, 'prod')).toEqual(plan);
    await expect(loadPlan(file, 'dev')).rejects.toThrow('is a plan for stage prod');
    await expect(savePlan(file, plan)).rejects.toThrow('is there already');
  });

  it('is refused when it was changed', async () => {
    const file = path.join(folder, 'b.plan');
    await savePlan(file, plan);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"m1"', '"m2"'));
    await expect(loadPlan(file, 'prod')).rejects.toMatchObject({ exit: 'refused' });
  });
});

describe('an export', () => {
  it('is readable by its owner alone, comes back whole, and is never written over', async () => {
    const file = path.join(folder, 'export.ndjson');
    const letters = [
      aDeadLetter({ messageId: 'a' }),
      aDeadLetter({ messageId: 'b', body: 'line one\nline two\u2028' }),
    ];
    await writeExport(file, letters);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readExport(file)).map(({ body }) => body)).toEqual(letters.map(({ body }) => body));
    await expect(writeExport(file, letters)).rejects.toThrow('is there already');
  });

  it('is read also behind the mark that an editor leaves', async () => {
    const file = path.join(folder, 'marked.ndjson');
    await writeExport(file, [aDeadLetter({ messageId: 'a' })]);
    await writeFile(file, `\uFEFF${await readFile(file, 'utf8')}`);
    expect(await readExport(file)).toMatchObject([{ messageId: 'a' }]);
  });

  it('names the line that is none', async () => {
    const file = path.join(folder, 'half.ndjson');
    await writeExport(file, [aDeadLetter()]);
    await appendFile(file, 'half a line');
    await expect(readExport(file)).rejects.toThrow('Line 2');
  });
});
