import { describeError } from '@postconfirm/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEvent, aTrigger, MOMENT, POOL, SUB } from './trigger.builder.ts';

const refuse = (error: unknown) => async () => {
  throw error;
};

const accessDenied = Object.assign(new Error('User ann@example.com may not SendMessage'), {
  name: 'AccessDenied',
  $metadata: { httpStatusCode: 403 },
});

describe('the trigger', () => {
  it('says that the user is on the queue, by pool, sub, kind and cause', async () => {
    const trigger = aTrigger();
    await trigger.invoke(anEvent());
    expect(trigger.lines()).toMatchObject([
      {
        code: 'ENQUEUED',
        pool: POOL,
        sub: SUB,
        kind: 'confirmed',
        cause: 'sign-up',
        requestId: 'request-1',
        ENQUEUED: 1,
      },
    ]);
  });

  it('names the trace of the sign-up, as every later line about it does', async () => {
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
    const trigger = aTrigger(undefined, () => ({ ...MOMENT, traceparent }));
    await trigger.invoke(anEvent());
    expect([trigger.lines(), trigger.enqueued]).toMatchObject([[{ code: 'ENQUEUED', traceparent }], [{ traceparent }]]);
  });

  it('returns the event when SQS refuses, and says in one line whom reconciliation must find', async () => {
    const trigger = aTrigger(refuse(accessDenied));
    const event = anEvent({ name: 'Ann Example' }, { userName: 'ann@example.com' });
    expect(await trigger.invoke(event)).toBe(event);
    expect(trigger.lines()).toMatchObject([
      {
        code: 'ENQUEUE_FAILED',
        level: 'error',
        pool: POOL,
        sub: SUB,
        kind: 'confirmed',
        cause: 'sign-up',
        errorName: 'AccessDenied',
        httpStatus: 403,
        requestId: 'request-1',
        ENQUEUE_FAILED: 1,
      },
    ]);
    expect(trigger.text()).not.toMatch(/ann/i);
  });

  it.each([['text'], [undefined], [null], [{ name: 'x' }]])('returns the event when %j is thrown', async (thrown) => {
    const trigger = aTrigger(refuse(thrown));
    const event = anEvent();
    expect(await trigger.invoke(event)).toBe(event);
    expect(trigger.lines()).toMatchObject([{ code: 'ENQUEUE_FAILED', ...describeError(thrown) }]);
  });

  it('returns the event when the trigger itself fails', async () => {
    const trigger = aTrigger(undefined, () => {
      throw new RangeError('ann@example.com');
    });
    const event = anEvent();
    expect(await trigger.invoke(event)).toBe(event);
    expect(trigger.lines()).toMatchObject([{ code: 'TRIGGER_FAILED', errorName: 'RangeError' }]);
    expect(trigger.text()).not.toContain('ann@example.com');
  });

  it('waits for SQS before it answers', async () => {
    const gate = Promise.withResolvers<void>();
    const trigger = aTrigger(() => gate.promise);
    let answered = false;
    const answer = trigger.invoke(anEvent()).then(() => {
      answered = true;
    });
    await expect.poll(() => trigger.enqueued.length).toBe(1);
    expect([answered, trigger.lines()]).toEqual([false, []]);
    gate.resolve();
    await answer;
    expect(trigger.lines()).toMatchObject([{ code: 'ENQUEUED' }]);
  });

  it('enqueues Cognito’s repeated invocations under one id', async () => {
    const trigger = aTrigger();
    await Promise.all([1, 2, 3].map(() => trigger.invoke(anEvent())));
    expect(trigger.enqueued.map(({ id }) => id)).toEqual(Array(3).fill(`${SUB}/confirmed`));
  });

  it('logs an unknown source only when it has the form of one', async () => {
    const trigger = aTrigger();
    await trigger.invoke(anEvent({}, { triggerSource: 'PreSignUp_SignUp' }));
    await trigger.invoke(anEvent({}, { triggerSource: 'ann@example.com' }));
    await trigger.invoke(null);
    expect(trigger.lines().map(({ code, triggerSource }) => [code, triggerSource])).toEqual([
      ['EVENT_IGNORED', 'PreSignUp_SignUp'],
      ['EVENT_IGNORED', 'other'],
      ['EVENT_IGNORED', 'other'],
    ]);
  });

  it('returns any JSON as it came, and never rejects', async () => {
    const trigger = aTrigger(refuse(accessDenied), () => MOMENT);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (event) => {
        const before = JSON.stringify(event);
        expect(await trigger.invoke(event)).toBe(event);
        expect(JSON.stringify(event)).toBe(before);
      }),
    );
  });

  it('never rejects for values that are not even JSON', async () => {
    const trigger = aTrigger();
    await fc.assert(
      fc.asyncProperty(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        async (event) => {
          fc.pre(event !== undefined);
          expect(Object.is(await trigger.invoke(event), event)).toBe(true);
        },
      ),
    );
  });
});
