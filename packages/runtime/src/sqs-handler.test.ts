import { setTimeout } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '@postconfirm/contract';
import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { USER_MESSAGES } from './body-kind.ts';
import { aLog } from './log-lines.builder.ts';
import { aRecord } from './sqs-event.builder.ts';
import { sqsHandler } from './sqs-handler.ts';
import type { ProcessBatch } from './sqs-worker.ts';

const settings = {
  queueUrl: 'https://sqs.example/q',
  deadLetterQueueUrl: 'https://sqs.example/q-dlq',
  retentionSeconds: Number.MAX_SAFE_INTEGER / 1000,
  agedMarginSeconds: 0,
  backoffBaseSeconds: 60,
  backoffCapSeconds: 60,
};

const contextOf = (awsRequestId: string, remainingMs = 29_000) =>
  ({ awsRequestId, getRemainingTimeInMillis: () => remainingMs }) as unknown as Context;

function aHandler(process: ProcessBatch<Message>) {
  const sent: unknown[] = [];
  const sqs = { send: async ({ input }: { input: unknown }) => sent.push(input) } as unknown as SQSClient;
  const logged = aLog();
  return {
    handler: sqsHandler({ worker: 'w', settings, sqs, log: logged.log, bodies: USER_MESSAGES, process }),
    sent,
    ...logged,
  };
}

describe('sqsHandler', () => {
  it('answers SQS with the messages that it must keep, and sets their wait on the source queue', async () => {
    const { handler, sent } = aHandler(async () => [
      { kind: 'done' },
      { kind: 'retry', reason: 'busy', afterSeconds: 7 },
    ]);
    const event = { Records: [aRecord({ messageId: 'a' }), aRecord({ messageId: 'b' })] };
    expect(await handler(event, contextOf('r'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    expect(sent).toEqual([{ QueueUrl: settings.queueUrl, ReceiptHandle: 'receipt-of-b', VisibilityTimeout: 7 }]);
  });

  it('backs off as the settings say', async () => {
    const { handler, sent } = aHandler(async () => [{ kind: 'retry', reason: 'busy' }]);
    await handler({ Records: [aRecord({ receiveCount: 5 })] }, contextOf('r'));
    const [{ VisibilityTimeout }] = sent as [{ VisibilityTimeout: number }];
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(0.75 * settings.backoffCapSeconds);
    expect(VisibilityTimeout).toBeLessThanOrEqual(settings.backoffCapSeconds);
  });

  it('never answers before its effect is over, be its time up', async () => {
    const { handler } = aHandler(() => setTimeout(10, [{ kind: 'done' }]));
    expect(await handler({ Records: [aRecord()] }, contextOf('r', 0))).toEqual({ batchItemFailures: [] });
  });

  it('sends dead letters to the dead-letter queue', async () => {
    const { handler, sent } = aHandler(async () => []);
    await handler({ Records: [aRecord({ body: '{' })] }, contextOf('r'));
    expect(sent).toMatchObject([{ QueueUrl: settings.deadLetterQueueUrl, MessageBody: '{' }]);
  });

  it('tells the effect when Lambda will end it', async () => {
    vi.useFakeTimers({ now: 1000, toFake: ['Date'] });
    const deadlines: number[] = [];
    const { handler } = aHandler(async (batch) => {
      deadlines.push(...batch.map(({ receive }) => receive.deadline));
      return batch.map(() => ({ kind: 'done' }));
    });
    await handler({ Records: [aRecord()] }, contextOf('r'));
    vi.useRealTimers();
    expect(deadlines).toEqual([30_000]);
  });

  it('writes the request id of its own invocation into every line', async () => {
    const { handler, lines } = aHandler(async (batch) => batch.map(() => ({ kind: 'done' })));
    await handler({ Records: [aRecord()] }, contextOf('first'));
    await handler({ Records: [aRecord(), aRecord({ body: '{' })] }, contextOf('second'));
    expect(lines().map(({ requestId }) => requestId)).toEqual(['first', 'second', 'second']);
  });
});
