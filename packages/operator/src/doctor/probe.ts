import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  CONFIRMED,
  encodeMessage,
  type Message,
  probeId,
  sourceOfPool,
  WORKERS,
  type WorkerEntry,
} from '@postconfirm/contract';
import { OperatorError } from '../operator-error.ts';
import { logLines } from '../stage/log-lines.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { wait } from '../wait.ts';

/** Who must acknowledge a probe: fan-out, and every worker that it sends probes to. */
const WITNESSES = (WORKERS as readonly WorkerEntry[])
  .filter(({ uses, fed }) => uses.includes('fan-out') || fed?.confirmed.includes('probe'))
  .map(({ name }) => name);

const POLL_MS = 1_000;

type Probe = {
  stage: Stage;
  pool: string;
  uuid: string;
  now: () => number;
  /** CloudWatch shows a line some seconds after it was written. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Told of each worker that acknowledged the probe. */
  witnessed: (witness: string) => void;
};

/** Sends a message without effect through the whole pipeline; the workers that did not acknowledge it in time. */
export async function sendProbe(probe: Probe): Promise<string[]> {
  const { stage, uuid, now, timeoutMs, signal } = probe;
  const started = now();
  await stage.clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: await queueUrl(stage, 'confirmations'),
      MessageBody: encodeMessage(probeMessage(probe, started)),
    }),
  );
  let silent: string[] = [...WITNESSES];
  while (silent.length > 0 && now() < started + timeoutMs) {
    if (signal.aborted) throw new OperatorError('interrupted', 'Interrupted; the probe goes its way without effect.');
    const answers = await Promise.all(
      silent.map((witness) => hasAcknowledged(stage, witness, { uuid, since: started })),
    );
    for (const witness of silent.filter((_, index) => answers[index])) probe.witnessed(witness);
    silent = silent.filter((_, index) => !answers[index]);
    if (silent.length > 0) await wait(POLL_MS, signal);
  }
  return silent;
}

function probeMessage({ pool, uuid }: Probe, now: number): Message {
  return {
    specversion: '1.0',
    id: probeId(uuid),
    source: sourceOfPool(pool),
    type: CONFIRMED,
    subject: uuid,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'probe', attributes: {}, clientMetadata: {} },
  };
}

async function hasAcknowledged(
  stage: Stage,
  witness: string,
  { uuid, since }: { uuid: string; since: number },
): Promise<boolean> {
  const lines = await logLines(stage, witness, { pattern: `{ $.sub = "${uuid}" }`, since });
  return lines.some(({ code }) => code === 'MESSAGE_DONE');
}
