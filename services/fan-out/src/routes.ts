import { CONFIRMED, type Message, type Target, type Targets } from '@postconfirm/contract';

/** Names of the targets that a message is for. Where it names effects, it is for none but those. */
export function routeOf(targets: Targets, { type, data: { cause, effects } }: Message): string[] {
  const gets = ({ confirmed, passwordResets = false }: Target) =>
    type === CONFIRMED ? confirmed.includes(cause) : passwordResets;
  return Object.entries(targets)
    .filter(([name, target]) => gets(target) && (effects?.some((effect) => effect === name) ?? true))
    .map(([name]) => name);
}
