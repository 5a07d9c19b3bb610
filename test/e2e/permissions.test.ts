import { QUEUES } from '@postconfirm/contract';
import { isAllowed } from '@postconfirm/infra';
import { beforeAll, expect, inject, it } from 'vitest';
import { aConfirmation, bodyOf } from '../support/dead-letters.ts';
import { type Call, noteCalls } from '../support/permissions.ts';
import { newPerson } from '../support/personal-data.ts';
import { addConfirmedUsers } from '../support/pool-users.ts';
import { sendBodies } from '../support/queues.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';

const stack = useStack({ duplicateRate: 0, environment: { reconciler: { GRACE_SECONDS: '1' } } });

/** What is granted and goes through no gate: Lambda does it in the function's name, or nothing is known to do it. */
const UNSEEN: Record<string, string> = {
  'logs:CreateLogStream': 'Lambda writes what the function prints',
  'logs:PutLogEvents': 'Lambda writes what the function prints',
  'xray:PutTraceSegments': 'Lambda sends the traces',
  'xray:PutTelemetryRecords': 'Lambda sends the traces',
  'sqs:GetQueueAttributes': "Lambda's poller asks; it wants the right before it lets a mapping be made",
};

let calls: () => Call[] = () => [];
beforeAll(() => {
  calls = noteCalls(stack());
});

const roles = inject('roles');

/** Rights of functions that no call needed so far. */
const unused = (): string[] =>
  Object.entries(roles).flatMap(([name, statements]) => {
    const own = calls().filter(({ by }) => `postconfirm-local-${by}` === name);
    return statements.flatMap((statement) =>
      statement.actions.flatMap((action) =>
        statement.resources
          .filter((resource) => {
            const right = { ...statement, actions: [action], resources: [resource] };
            return !(action in UNSEEN) && !own.some((call) => isAllowed([right], call));
          })
          .map((resource) => `${name}: ${action} ${resource}`),
      ),
    );
  });

/** A user's whole way, and the same confirmation once more. */
async function liveThrough(): Promise<void> {
  const sub = await signUpAndConfirm(stack(), newPerson());
  await logged(stack(), 'WRITTEN_BACK', { sub });
  await logged(stack(), 'EMAIL_SENT', { sub });
  const { message } = aConfirmation(stack());
  const again = { ...message, id: `${sub}/confirmed`, subject: sub };
  await sendBodies(stack(), 'email', [bodyOf({ message: again })]);
}

/** Messages that can't be read, ones that can't be read yet, and a ledger that takes no event. */
async function goWrong(): Promise<void> {
  const newer = JSON.stringify({ ...aConfirmation(stack()).message, type: 'postconfirm.user.confirmed.v2' });
  const down = stack().inject('dynamodb', 'reset', {
    operation: 'UpdateItem',
    when: ({ accessKeyId }) => accessKeyId === 'email-events',
  });
  await signUpAndConfirm(stack(), newPerson());
  const putsBack = ({ by, action }: Call) => by === 'email-events' && action === 'sqs:ChangeMessageVisibility';
  await expect.poll(() => calls().some(putsBack), { timeout: 20_000 }).toBe(true);
  down.clear();
  for (const queue of QUEUES) await sendBodies(stack(), queue, ['not json', newer]);
}

const look = (task: string) =>
  stack().functions.invoke('reconciler', { task, userPoolId: stack().endpoints.userPoolId });

it('uses every right that a function has', async () => {
  await look('watch');
  await liveThrough();
  await goWrong();
  // Somebody whom the trigger missed: dead letters are looked through for the reason.
  await addConfirmedUsers(stack(), [newPerson()]);
  const after = async () => {
    await look('report');
    return unused();
  };
  await expect.poll(after, { timeout: 20_000 }).toEqual([]);
});
