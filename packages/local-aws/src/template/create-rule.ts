import type { Created, Wanted } from './deploy.ts';

/** A scheduled rule that publishes to topics: what it says, and every how many seconds. */
export type WantedBeat = { everySeconds: number; topicArn: string; message: (time: Date) => string };

type Target = {
  Arn: string;
  InputTransformer?: { InputPathsMap: Record<string, string>; InputTemplate: string };
};

const SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

/** Reads a scheduled rule; `found` makes it. Only rates and topics are emulated. */
export const createRule =
  (found: (beat: WantedBeat) => void) =>
  ({ logicalId, properties, metadata, stack }: Wanted): Created => {
    const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(properties['ScheduleExpression']));
    if (!rate) throw new Error('only rules with a rate are emulated');
    const unit = SECONDS[rate[2] as keyof typeof SECONDS];
    // EventBridge knows no rate below a minute; a template for a faster stage says what it would have.
    const everySeconds = Number(metadata['postconfirm:everySeconds'] ?? Number(rate[1]) * unit);
    for (const target of (properties['Targets'] ?? []) as Target[]) {
      if (!target.Arn.includes(':sns:')) throw new Error(`rules that target ${target.Arn} are not emulated`);
      found({ everySeconds, topicArn: target.Arn, message: messageOf(target) });
    }
    const name = `${stack.name}-${logicalId}`;
    return { ref: name, attributes: { Arn: `arn:aws:events:eu-central-1:000000000000:rule/${name}` } };
  };

/** EventBridge puts a value in quotes where the template has none around it. */
function messageOf({ InputTransformer: transformer }: Target): (time: Date) => string {
  return (time) => {
    const event: Record<string, string> = { '$.time': `${time.toISOString().slice(0, 19)}Z` };
    if (!transformer) return JSON.stringify({ 'detail-type': 'Scheduled Event', time: event['$.time'] });
    return transformer.InputTemplate.replace(/<(\w+)>/g, (_, name: string) =>
      JSON.stringify(event[transformer.InputPathsMap[name] ?? ''] ?? ''),
    );
  };
}
