import { arnPrefix } from './arn-prefix.ts';
import type { StageConfig } from './stage-config.ts';

/** `encryptionKey.arn` names a key if and only if the stage does not make one. */
export function keyMistakes({ encryptionKey: { mode, arn }, region }: StageConfig): string[] {
  if (mode !== 'existing') {
    if (arn === undefined) return [];
    return [`encryptionKey.arn should be left out where encryptionKey.mode is ${mode}. To use that key: existing.`];
  }
  if (arn === undefined) {
    return ['encryptionKey.arn is missing: it should be the ARN of the key, for encryptionKey.mode is existing.'];
  }
  const own = arnPrefix('kms', region);
  if (arn.startsWith(own)) return [];
  return [`encryptionKey.arn should begin with ${own}, for queues and topics use keys of their own region alone.`];
}
