import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { refuseUnwritable } from '../cannot-write.ts';
import { parseJson } from '../parse-json.ts';
import type { Checkpoint, PageFound } from './look.ts';
import { FOUND_KINDS } from './missing.ts';

/** A look that was left for longer is not gone on with: what it found may have changed. */
const LASTS_MS = 24 * 3_600_000;

const HeadSchema = v.object({ asked: v.string(), startedAt: v.number() });

const PageSchema = v.object({
  tally: v.record(v.picklist(FOUND_KINDS), v.number()),
  missed: v.array(
    v.object({
      sub: v.string(),
      confirmedAt: v.number(),
      logged: v.boolean(),
      email: v.exactOptional(v.picklist(['no-delivery', 'overdue', 'held', 'skipped', 'dead-lettered'])),
      record: v.exactOptional(v.picklist(['no-record', 'source', 'dead-lettered'])),
    }),
  ),
  next: v.exactOptional(v.string()),
});

type CheckpointFile = { file: string; now: number };

/** A file that grows by a line a page; it holds subs, never addresses. A last line that was cut off is dropped. */
export function checkpointFile({ file, now }: CheckpointFile): Checkpoint {
  const refuse = refuseUnwritable(file, 'name another folder with --folder');
  const write = async (lines: readonly object[]): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true }).catch(refuse);
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('')).catch(refuse);
  };
  const begin = (asked: string) => write([{ asked, startedAt: now }]);
  return {
    begin,
    async load(asked) {
      const [head, ...lines] = (await readFile(file, 'utf8').catch(() => '')).split('\n').map(parseJson);
      const known = v.safeParse(HeadSchema, head);
      const goesOn = known.success && known.output.asked === asked && now - known.output.startedAt < LASTS_MS;
      const pages = goesOn ? wholePages(lines) : [];
      // Written anew: the next page must not be added to half a line.
      if (goesOn && pages.length > 0) await write([known.output, ...pages]);
      else await begin(asked);
      return pages;
    },
    add: (page) => appendFile(file, `${JSON.stringify(page)}\n`).catch(refuse),
    end: () => rm(file, { force: true }),
  };
}

/** Up to the first line that is no page. */
function wholePages(lines: readonly unknown[]): PageFound[] {
  const pages: PageFound[] = [];
  for (const line of lines) {
    const page = v.safeParse(PageSchema, line);
    if (!page.success) break;
    pages.push(page.output as PageFound);
  }
  return pages;
}
