import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { parseMessage } from '@postconfirm/contract';
import type { LogCode, LogFields } from '@postconfirm/runtime';
import { describe, expect, it } from 'vitest';
import { aConfirmation } from './message.builder.ts';
import { createSendBatch } from './send-batch.ts';

const URLS = { email: 'https://sqs.example/email', enrichment: 'https://sqs.example/enrichment' };

type Answer = { Successful?: { Id?: string }[]; Failed?: { Id?: string }[] };
type Reply = (input: SendMessageBatchCommandInput, call: number) => Answer;

function aSendBatch(reply: Reply) {
  const inputs: SendMessageBatchCommandInput[] = [];
  const lines: [LogCode, LogFields | undefined][] = [];
  const send = async ({ input }: { input: SendMessageBatchCommandInput }) => reply(input, inputs.push(input));
  const sendBatch = createSendBatch({ send } as unknown as SQSClient, URLS, (code, fields) =>
    lines.push([code, fields]),
  );
  return { sendBatch, inputs, lines };
}

const all: Reply = ({ Entries = [] }) => ({ Successful: Entries.map(({ Id }) => ({ Id: `${Id}` })) });
const messages = (count: number) => Array.from({ length: count }, (_, index) => aConfirmation(`user-${index}`));

const subjectsOf = ({ Entries = [] }: SendMessageBatchCommandInput) =>
  Entries.map(({ MessageBody }) => {
    const parsed = parseMessage(MessageBody ?? '');
    return parsed.kind === 'message' ? parsed.message.subject : parsed.kind;
  });

describe('createSendBatch', () => {
  it('sends each message whole to the queue of the target', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect(await sendBatch('enrichment', messages(2))).toEqual([true, true]);
    expect(inputs.map(({ QueueUrl }) => QueueUrl)).toEqual([URLS.enrichment]);
    expect(inputs.flatMap(subjectsOf)).toEqual(['user-0', 'user-1']);
  });

  it('tells which messages SQS refused, in the order of the messages and not of the answer', async () => {
    const { sendBatch } = aSendBatch(() => ({
      Successful: [{ Id: '3' }, { Id: '0' }],
      Failed: [{ Id: '2' }, { Id: '1' }],
    }));
    expect(await sendBatch('email', messages(4))).toEqual([true, false, false, true]);
  });

  it.each<[string, Answer]>([
    ['neither list', {}],
    ['only refusals', { Failed: [{ Id: '0' }] }],
    ['entries without an id', { Successful: [{}, {}] }],
    ['ids that were never sent', { Successful: [{ Id: '7' }] }],
  ])('takes for refused what SQS does not confirm: %s', async (_what, answer) => {
    expect(await aSendBatch(() => answer).sendBatch('email', messages(2))).toEqual([false, false]);
  });

  it('sends more than ten in batches of ten', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect(await sendBatch('email', messages(23))).toEqual(Array(23).fill(true));
    expect(inputs.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    expect(inputs.flatMap(subjectsOf)).toEqual(messages(23).map(({ subject }) => subject));
  });

  it('keeps the refusals of one batch apart from those of the next', async () => {
    const { sendBatch } = aSendBatch((input, call) => (call === 1 ? { Successful: [{ Id: '1' }] } : all(input, call)));
    expect(await sendBatch('email', messages(12))).toEqual([false, true, ...Array(8).fill(false), true, true]);
  });

  it('takes a batch for refused whose call fails, says so without its text, and still sends the next', async () => {
    const { sendBatch, lines } = aSendBatch((input, call) => {
      if (call === 1) throw Object.assign(new Error('ann@example.com'), { name: 'KmsThrottled' });
      return all(input, call);
    });
    expect(await sendBatch('email', messages(11))).toEqual([...Array(10).fill(false), true]);
    expect(lines).toMatchObject([['MESSAGE_FAILED', { queue: 'email', errorName: 'KmsThrottled' }]]);
    expect(JSON.stringify(lines)).not.toContain('ann@example.com');
  });

  it('keeps ten of the largest messages within one request of SQS', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    const text = '\uffff'.repeat(2048);
    const data = { email: text, userName: text, name: text, locale: text, clientId: text };
    await sendBatch(
      'email',
      messages(10).map((message) => ({ ...message, data: { ...message.data, ...data } })),
    );
    const bytes = inputs.flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => MessageBody.length));
    expect(bytes).toHaveLength(10);
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(2 ** 20);
  });

  it('calls nobody for no messages', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect([await sendBatch('email', []), inputs]).toEqual([[], []]);
  });
});
