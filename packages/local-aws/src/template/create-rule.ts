import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Created, Wanted } from './deploy.ts';

/** A scheduled rule that tells a topic or a function: what, and every how many seconds. */
export type WantedBeat = {
  everySeconds: number;
  ruleArn: string;
  targetArn: string;
  message: (time: Date) => string;
};

type Target = {
  Arn: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap: Record<string, string>; InputTemplate: string };
};

const SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;
/** The longest that a timer of Node waits; beyond it would not wait at all. */
const LONGEST_SECONDS = 2_147_483;

/** Reads a scheduled rule; `found` makes it. Only rates, and only topics and functions as targets, are emulated. */
export const createRule =
  (found: (beat: WantedBeat) => void) =>
  ({ logicalId, properties, metadata, stack }: Wanted): Created => {
    const everySeconds = periodOf(properties, metadata);
    const name = String(properties['Name'] ?? `${stack.name}-${logicalId}`);
    const ruleArn = `arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/${name}`;
    for (const target of (properties['Targets'] ?? []) as Target[]) {
      const { Arn: targetArn, InputPath } = target;
      if (!/:(sns|lambda):/.test(targetArn)) throw new Error(`rules that target ${targetArn} are not emulated`);
      if (InputPath !== undefined) throw new Error('InputPath is not emulated: only Input and InputTransformer are');
      if (properties['State'] === 'DISABLED') continue;
      found({ everySeconds, ruleArn, targetArn, message: messageOf(target, ruleArn) });
    }
    return { ref: name, attributes: { Arn: ruleArn } };
  };

function periodOf(properties: Wanted['properties'], metadata: Wanted['metadata']): number {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(properties['ScheduleExpression']));
  if (!rate) throw new Error('only rules with a rate are emulated');
  const unit = SECONDS[rate[2] as keyof typeof SECONDS];
  // EventBridge knows no rate below a minute; a template for a faster stage says what it would have.
  const everySeconds = Number(metadata['postconfirm:everySeconds'] ?? Number(rate[1]) * unit);
  if (everySeconds > LONGEST_SECONDS) throw new Error('only rates of up to 24 days are emulated');
  return everySeconds;
}

/** EventBridge puts a value in quotes where the template has none around it. */
function messageOf({ Input, InputTransformer: transformer }: Target, ruleArn: string): (time: Date) => string {
  if (Input !== undefined) return () => Input;
  return (time) => {
    const event = scheduledEvent(time, ruleArn);
    if (!transformer) return JSON.stringify(event);
    const values: Record<string, string> = { '$.time': event.time };
    return transformer.InputTemplate.replace(/<(\w+)>/g, (_, name: string) =>
      JSON.stringify(values[transformer.InputPathsMap[name] ?? ''] ?? ''),
    );
  };
}

const scheduledEvent = (time: Date, ruleArn: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT_ID,
  time: `${time.toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [ruleArn],
  detail: {},
});
