import {
  type Attention,
  createDynamoDbEventFlowStore,
  type Delivery,
  type EventFlow,
  readAttention,
} from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';

/** An email of unknown fate, and what speaks for either. */
export type HeldEmail = {
  pool: string;
  sub: string;
  kind: string;
  since: string;
  hours: number;
  attempt: number;
  evidence: string;
};

/** All deliveries that are HELD, the oldest first. */
export async function heldDeliveries({ clients, tableName }: Stage): Promise<Attention[]> {
  const all = await readAttention(clients.dynamodb, tableName);
  return all
    .filter(({ delivery }) => delivery.state === 'HELD')
    .sort((a, b) => sinceOf(a.delivery) - sinceOf(b.delivery));
}

export async function heldEmails(stage: Stage, now: number): Promise<HeldEmail[]> {
  const [held, flow] = await Promise.all([
    heldDeliveries(stage),
    createDynamoDbEventFlowStore(stage.clients.dynamodb, stage.tableName).read(),
  ]);
  return held.map(({ key, delivery }) => ({
    ...key,
    since: new Date(sinceOf(delivery)).toISOString(),
    hours: Math.floor((now - sinceOf(delivery)) / 3_600_000),
    attempt: delivery.attempt,
    evidence: evidenceOf(delivery, flow),
  }));
}

/** Any event of SES would have settled it: what there is to say is whether events could be heard. */
function evidenceOf(delivery: Delivery, flow: EventFlow): string {
  const again = delivery.resent ? 'sent twice, both unclear; ' : '';
  if (flow === undefined) return `${again}no event of SES was ever read`;
  const isHeard = flow.flowingSince <= sinceOf(delivery) && flow.lastSeen > sinceOf(delivery);
  return (
    again + (isHeard ? 'SES said nothing, while its events flowed' : 'events of SES did not flow all the time since')
  );
}

const sinceOf = ({ uncertainSince, createdAt }: Delivery) => uncertainSince ?? createdAt;
