import { senderIdentity } from './config/derived.ts';
import { STAGE_DIFFERENCES, type StageDifference } from './config/stage-differences.ts';
import { physicalName, queryName } from './names.ts';
import { type Assembly, STACKS } from './synthesize.ts';

/** Where two stages' templates differ. `path` leads into the resource (`Properties.Timeout`); empty: only one has it. */
export type TemplateDifference = { resource: string; type: string; path: string };

/** All differences of two stages behind their names, account and region. */
export function templateDifferences(one: Assembly, other: Assembly): TemplateDifference[] {
  return STACKS.flatMap((stack) => {
    const left = comparableResources(one, stack);
    const right = comparableResources(other, stack);
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((resource) => {
      const type = (left[resource] ?? right[resource])?.Type ?? '';
      return differingPaths(left[resource], right[resource], '').map((path) => ({ resource, type, path }));
    });
  });
}

/** The entries of the list that allow a difference; none: it should not be there. */
export const allowances = ({ type, path }: TemplateDifference): StageDifference[] =>
  STAGE_DIFFERENCES.filter((listed) => (listed.type === '*' || listed.type === type) && listed.path === path);

type Resources = Record<string, { Type: string }>;

/** Resources with what differs by nature made equal: what a stage is called and whose it is, and ids of versions. */
function comparableResources({ stage, config, templates }: Assembly, stack: (typeof STACKS)[number]): Resources {
  const secrets = Object.values(config.enrichment.sources).flatMap((source) => source?.secretId ?? []);
  const names: [string, string][] = [
    [physicalName(stage), 'postconfirm-STAGE'],
    [queryName(stage, ''), queryName('STAGE', '')],
    [`--stage ${stage} `, '--stage STAGE '],
    [config.account, 'ACCOUNT'],
    [config.region, 'REGION'],
    [config.email.sender, 'SENDER'],
    [`identity/${senderIdentity(config)}`, 'identity/SENDER'],
    ...secrets.map((id): [string, string] => [id, 'SECRET']),
  ];
  let text = JSON.stringify(templates[stack].Resources);
  for (const [value, name] of names) text = text.replaceAll(value, name);
  return JSON.parse(text.replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32,}/g, '$1')) as Resources;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function differingPaths(one: unknown, other: unknown, path: string): string[] {
  if (isObject(one) && isObject(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
      differingPaths(one[key], other[key], path ? `${path}.${key}` : key),
    );
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
}
