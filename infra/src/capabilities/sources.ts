import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StageConfig } from '../config/stage-config.ts';
import { allow } from '../constructs/allow.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Calls the external systems of the stage, each with its own secret. Cognito's permission is the pool stack's. */
export function sources({ scope, deployment: { config } }: WorkerContext): Granted {
  const { maxAttempts, allowedPrivateAddresses, writeBack } = config.enrichment;
  const pairs = Object.entries(writeBack).map(([attribute, field]) => `${attribute}=${field}`);
  return {
    environment: {
      MAX_ATTEMPTS: String(maxAttempts),
      ...sourceSettings(config),
      ...(allowedPrivateAddresses.length > 0 && { ALLOWED_PRIVATE_ADDRESSES: allowedPrivateAddresses.join(',') }),
      ...(pairs.length > 0 && { WRITE_BACK: pairs.join(',') }),
    },
    statements: secretStatements(Stack.of(scope), config),
  };
}

function sourceSettings({ enrichment }: StageConfig): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, source] of Object.entries(enrichment.sources)) {
    if (!source) continue;
    const prefix = `SOURCE_${name.toUpperCase()}`;
    settings[`${prefix}_ORIGIN`] = source.origin;
    if (source.secretId) settings[`${prefix}_SECRET_ID`] = source.secretId;
  }
  return settings;
}

function secretStatements(stack: Stack, { enrichment }: StageConfig): PolicyStatement[] {
  const ids = Object.values(enrichment.sources).flatMap((source) => source?.secretId ?? []);
  if (ids.length === 0) return [];
  return [
    allow(
      ['secretsmanager:GetSecretValue'],
      ids.map((id) => secretArn(stack, id)),
    ),
  ];
}

/** Secrets Manager appends a hyphen and six characters to the name: exactly six, so that no longer name matches. */
const secretArn = (stack: Stack, id: string) =>
  id.startsWith('arn:')
    ? id
    : stack.formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: `${id}-??????`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
