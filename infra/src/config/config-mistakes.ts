import { createAddressGuard } from '@postconfirm/enrichment-worker/address-guard.ts';
import { arnPrefix } from './arn-prefix.ts';
import { COGNITO_TIMEOUT_SECONDS } from './derived.ts';
import { keyMistakes } from './key-mistakes.ts';
import { SOURCE_NAME } from './patterns.ts';
import type { Planned } from './planned.ts';
import { poolMistakes } from './pool-mistakes.ts';
import type { StageConfig } from './stage-config.ts';
import { stageMistakes } from './stage-mistakes.ts';
import { waitMistakes } from './wait-mistakes.ts';
import { workerMistakes } from './worker-mistakes.ts';

/** Mistakes that only show between settings, one sentence each. */
export function configMistakes(planned: Planned): string[] {
  const { stage, config } = planned;
  return [
    ...triggerMistakes(config),
    ...identityMistakes(config),
    ...workerMistakes(planned),
    ...waitMistakes(planned),
    ...poolMistakes(stage, config),
    ...keyMistakes(config),
    ...sourceMistakes(config),
    ...originMistakes(config),
    ...secretMistakes(config),
    ...writeBackMistakes(config),
    ...repetitionMistakes(config),
    ...stageMistakes(stage, config),
  ];
}

/** The trigger gives SQS 2.5 s (services/trigger/src/enqueue.ts); the rest is for a cold start and the line after it. */
const LEAST_TRIGGER_SECONDS = 4;

function triggerMistakes({ trigger }: StageConfig): string[] {
  const { timeoutSeconds } = trigger;
  if (timeoutSeconds >= COGNITO_TIMEOUT_SECONDS) {
    return [
      `trigger.timeoutSeconds should be below ${COGNITO_TIMEOUT_SECONDS}: Cognito waits no longer and would call again.`,
    ];
  }
  if (timeoutSeconds >= LEAST_TRIGGER_SECONDS) return [];
  return [
    `trigger.timeoutSeconds should be at least ${LEAST_TRIGGER_SECONDS}: with less it may end before it says which user SQS did not take.`,
  ];
}

/** CDK lets Cognito send through these two alone. */
function identityMistakes({ email: { sender, identity } }: StageConfig): string[] {
  const domain = sender.slice(sender.indexOf('@') + 1);
  if (identity === undefined || identity === sender || identity === domain) return [];
  return ['email.identity should be email.sender or its domain.'];
}

/** A source that the schema names may still have a name that its settings can't carry. */
const sourceMistakes = ({ enrichment }: StageConfig): string[] =>
  Object.keys(enrichment.sources)
    .filter((name) => !SOURCE_NAME.test(name))
    .map(
      (name) =>
        `enrichment.sources.${name} should have a name of lower-case letters and digits: SOURCE_<NAME>_ORIGIN holds it.`,
    );

/** The worker refuses such an address without asking; where a name leads shows only when it is looked up. */
function originMistakes({ enrichment: { sources, allowedPrivateAddresses } }: StageConfig): string[] {
  const guard = createAddressGuard(allowedPrivateAddresses, { publicToo: true });
  return Object.entries(sources)
    .filter(([, source]) => source && guard.forbidsLiteral(new URL(source.origin).hostname))
    .map(
      ([name]) =>
        `enrichment.sources.${name}.origin should be a public address, or one of enrichment.allowedPrivateAddresses.`,
    );
}

function secretMistakes({ enrichment, region }: StageConfig): string[] {
  const own = arnPrefix('secretsmanager', region);
  return Object.entries(enrichment.sources)
    .filter(([, source]) => source?.secretId?.startsWith('arn:') && !source.secretId.startsWith(own))
    .map(
      ([name]) =>
        `enrichment.sources.${name}.secretId should begin with ${own}, or be a name: the worker asks its own region alone.`,
    );
}

function writeBackMistakes({ enrichment, pool }: StageConfig): string[] {
  return Object.entries(enrichment.writeBack).flatMap(([attribute, field]) => {
    const mistakes: string[] = [];
    const [source = ''] = field.split('.');
    if (!pool.customAttributes.includes(attribute)) {
      mistakes.push(`enrichment.writeBack names ${attribute}, which should be one of pool.customAttributes.`);
    }
    if (!Object.hasOwn(enrichment.sources, source)) {
      mistakes.push(
        `enrichment.writeBack.${attribute} should name a field of one of enrichment.sources, not ${field}.`,
      );
    }
    return mistakes;
  });
}

/** Each becomes a resource or an attribute by its name, and two of one name stop a synthesis or deployment half-way. */
const repetitionMistakes = ({ alarmEmails, pool }: StageConfig): string[] =>
  Object.entries({ alarmEmails, 'pool.customAttributes': pool.customAttributes }).flatMap(([path, names]) =>
    names.filter((name, index) => names.indexOf(name) < index).map((name) => `${path} should name ${name} only once.`),
  );
