import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Endpoints } from './endpoints.ts';
import { PAGE_POLICY } from './inbox-view.ts';

const ANSWER_WITHIN_MS = 2000;

const fileIn = (folder: string) => path.join(folder, 'endpoints.json');

/** Writes `endpoints.json`; the returned function removes it, unless another stack has written its own since. */
export async function publishEndpoints(folder: string, endpoints: Endpoints): Promise<() => Promise<void>> {
  const content = `${JSON.stringify(endpoints, undefined, 2)}\n`;
  await mkdir(folder, { recursive: true });
  await writeFile(fileIn(folder), content);
  return async () => {
    if ((await read(folder)) === content) await rm(fileIn(folder), { force: true });
  };
}

/** @throws Error when the stack that `endpoints.json` names still answers */
export async function refuseSecondStack(folder: string): Promise<void> {
  const inbox = inboxIn(await read(folder));
  if (inbox === undefined || !(await isInbox(inbox))) return;
  throw new Error(`A stack runs already, inbox at ${inbox}: stop it first, or use it.`);
}

const read = (folder: string): Promise<string | undefined> => readFile(fileIn(folder), 'utf8').catch(() => undefined);

function inboxIn(content: string | undefined): string | undefined {
  try {
    const { inbox } = JSON.parse(content ?? '{}') as Partial<Endpoints>;
    return typeof inbox === 'string' ? inbox : undefined;
  } catch {
    return undefined;
  }
}

/** The port may be another program's by now: the page is known by its policy. */
async function isInbox(url: string): Promise<boolean> {
  try {
    const { headers } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return headers.get('content-security-policy') === PAGE_POLICY;
  } catch {
    return false;
  }
}
