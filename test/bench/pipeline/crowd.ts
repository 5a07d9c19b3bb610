import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from '@postconfirm/local-aws';

/** When what was said of one user, in epoch milliseconds; all of them once the pipeline is done. */
export type Course = { begun: number; enqueued?: number; routed?: number; accepted?: number; enriched?: number };

type Step = Exclude<keyof Course, 'begun'>;

/** Which line tells of a step: its code, and the function that says it. */
const STEPS: Record<string, Step> = {
  'trigger ENQUEUED': 'enqueued',
  'fan-out ROUTED': 'routed',
  'email-worker EMAIL_SENT': 'accepted',
  'enrichment-worker MESSAGE_DONE': 'enriched',
};

const LOOK_MS = 100;

/** Lets so many users confirm at once, by the trigger's own function; what became of each when the last is done. */
export async function confirmAtOnce(stack: Stack, users: number, limitMs: number): Promise<Course[]> {
  const courses = new Map<string, Course>();
  let read = stack.logs.lines().length;
  const invocations = Array.from({ length: users }, () => {
    const sub = randomUUID();
    courses.set(sub, { begun: Date.now() });
    return stack.functions.invoke('trigger', eventOf(stack, sub));
  });
  await Promise.all(invocations);
  const until = Date.now() + limitMs;
  while (![...courses.values()].every(isDone)) {
    if (Date.now() > until) throw new Error(`Not done after ${limitMs / 1000} s: ${unfinished(courses)} of ${users}`);
    await wait(LOOK_MS);
    const lines = stack.logs.lines();
    for (; read < lines.length; read += 1) note(courses, lines[read]);
  }
  return [...courses.values()];
}

const isDone = ({ accepted, enriched }: Course) => accepted !== undefined && enriched !== undefined;

const unfinished = (courses: ReadonlyMap<string, Course>) =>
  [...courses.values()].filter((course) => !isDone(course)).length;

function note(
  courses: ReadonlyMap<string, Course>,
  line: ReturnType<Stack['logs']['lines']>[number] | undefined,
): void {
  if (!line?.text.startsWith('{')) return;
  const { code, sub, time } = JSON.parse(line.text) as { code: string; sub?: string; time: string };
  const [course, step] = [courses.get(sub ?? ''), STEPS[`${line.service} ${code}`]];
  if (course && step) course[step] = Date.parse(time);
}

const eventOf = ({ endpoints }: Stack, sub: string) => ({
  version: '1',
  region: endpoints.region,
  userPoolId: endpoints.userPoolId,
  userName: sub,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: endpoints.userPoolClientId },
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  request: { userAttributes: { sub, email: `${sub}@example.com`, email_verified: 'true' } },
  response: {},
});
