import { expect, it } from 'vitest';
import { usePostconfirm } from '../support/postconfirm.ts';
import { useStack } from '../support/stack.ts';

const stack = useStack();
const { run: postconfirm } = usePostconfirm(stack);

type Look = { check: string; verdict: string; says: string; next?: string };

async function examined(): Promise<{ code: number | null; looks: Map<string, Look> }> {
  const { code, out } = await postconfirm('doctor', '--json');
  const looks = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Look);
  return { code, looks: new Map(looks.map((look) => [look.check, look])) };
}

it('finds nothing broken in a healthy stage, and sees a probe go all the way', async () => {
  const { code, out } = await postconfirm('doctor', '--probe');
  expect(out).not.toMatch(/^broken/m);
  expect(code).toBe(0);
  for (const worker of ['fan-out', 'email-worker', 'enrichment-worker']) {
    expect(out).toContain(`acknowledged by ${worker}`);
  }
  expect(stack().inbox.emails()).toEqual([]);
});

it('names a paused worker and the command that resumes it', async () => {
  await stack().mappings.pause('email-worker');
  const { code, looks } = await examined();
  stack().mappings.resume('email-worker');
  expect(code).toBe(0);
  expect(looks.get('mapping email-worker')).toMatchObject({
    verdict: 'warning',
    next: expect.stringContaining('resume email-worker'),
  });
});

it('says that SES would send nothing, or nothing to strangers', async () => {
  stack().ses.behave({ account: { sandbox: true } });
  expect((await examined()).looks.get('SES account')).toMatchObject({ verdict: 'warning' });
  stack().ses.behave({ account: { sendingEnabled: false } });
  const { code, looks } = await examined();
  stack().ses.behave();
  expect(code).toBe(3);
  expect(looks.get('SES account')).toMatchObject({ verdict: 'broken' });
});

it('says in a sentence each what it could not reach', async () => {
  const end = await stack().outage('dynamodb');
  const { code, looks } = await examined();
  await end();
  expect(code).toBe(3);
  expect(looks.get('event flow')).toMatchObject({ verdict: 'broken' });
  expect(looks.get('credentials')).toMatchObject({ verdict: 'ok' });
});
