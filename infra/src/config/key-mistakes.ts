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
  if (arn.split(':')[3] === region) return [];
  return [
    `encryptionKey.arn should be a key of region ${region}: queues and topics use keys of their own region alone.`,
  ];
}
