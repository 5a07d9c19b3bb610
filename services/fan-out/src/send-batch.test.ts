import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import type { LogCode, LogFields } from '@postconfirm/runtime';
import { describe, expect, it } from 'vitest';
import { createSendBatch } from './send-batch.ts';

const URLS = { email: 'https://sqs.example/email', enrichment: 'https://sqs.example/enrichment' };

type Answer = { Successful?: { Id?: string }[]; Failed?: { Id?: string; Code?: string; SenderFault?: boolean }[] };
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
const bodies = (count: number) => Array.from({ length: count }, (_, index) => `{"subject":"user-${index}"}`);
const copies = (count: number) => bodies(count).map((body) => ({ body }));

const bodiesOf = ({ Entries = [] }: SendMessageBatchCommandInput) => Entries.map(({ MessageBody }) => MessageBody);

describe('createSendBatch', () => {
  it('sends each body as it is to the queue of the target', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect(await sendBatch('enrichment', copies(2))).toEqual([true, true]);
    expect(inputs.map(({ QueueUrl }) => QueueUrl)).toEqual([URLS.enrichment]);
    expect(inputs.flatMap(bodiesOf)).toEqual(bodies(2));
  });

  it('sends each body with its own trace, and leaves that of the call to one that has none', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    const [first = { body: '' }, second = first, none = first] = copies(3);
    await sendBatch('email', [{ ...first, traceHeader: 'Root=1-a' }, { ...second, traceHeader: 'Root=1-b' }, none]);
    const headers = inputs.flatMap(({ Entries = [] }) =>
      Entries.map(({ MessageSystemAttributes }) => MessageSystemAttributes?.AWSTraceHeader?.StringValue),
    );
    expect(headers).toEqual(['Root=1-a', 'Root=1-b', undefined]);
  });

  it('tells which messages SQS refused, in the order of the messages and not of the answer', async () => {
    const { sendBatch, lines } = aSendBatch(() => ({
      Successful: [{ Id: '3' }, { Id: '0' }],
      Failed: [
        { Id: '2', Code: 'InternalError', SenderFault: false },
        { Id: '1', Code: 'InvalidMessageContents', SenderFault: true },
      ],
    }));
    expect(await sendBatch('email', copies(4))).toEqual([true, false, false, true]);
    expect(lines).toEqual([
      ['TARGET_REFUSED', { queue: 'email', errorCode: 'InternalError', failure: 'definite' }],
      ['TARGET_REFUSED', { queue: 'email', errorCode: 'InvalidMessageContents', failure: 'invalid' }],
    ]);
  });

  it.each<[string, Answer]>([
    ['neither list', {}],
    ['only refusals', { Failed: [{ Id: '0' }] }],
    ['entries without an id', { Successful: [{}, {}] }],
    ['ids that were never sent', { Successful: [{ Id: '7' }] }],
  ])('takes for refused what SQS does not confirm: %s', async (_what, answer) => {
    expect(await aSendBatch(() => answer).sendBatch('email', copies(2))).toEqual([false, false]);
  });

  it('sends more than ten in batches of ten', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect(await sendBatch('email', copies(23))).toEqual(Array(23).fill(true));
    expect(inputs.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    expect(inputs.flatMap(bodiesOf)).toEqual(bodies(23));
  });

  it('keeps the refusals of one batch apart from those of the next', async () => {
    const { sendBatch } = aSendBatch((input, call) => (call === 1 ? { Successful: [{ Id: '1' }] } : all(input, call)));
    expect(await sendBatch('email', copies(12))).toEqual([false, true, ...Array(8).fill(false), true, true]);
  });

  it('takes a batch for refused whose call fails, says so without its text, and still sends the next', async () => {
    const { sendBatch, lines } = aSendBatch((input, call) => {
      if (call === 1) throw Object.assign(new Error('ann@example.com'), { name: 'KmsThrottled' });
      return all(input, call);
    });
    expect(await sendBatch('email', copies(11))).toEqual([...Array(10).fill(false), true]);
    expect(lines).toMatchObject([['TARGET_REFUSED', { queue: 'email', errorName: 'KmsThrottled' }]]);
    expect(JSON.stringify(lines)).not.toContain('ann@example.com');
  });

  it('calls nobody for no messages', async () => {
    const { sendBatch, inputs } = aSendBatch(all);
    expect([await sendBatch('email', []), inputs]).toEqual([[], []]);
  });
});
