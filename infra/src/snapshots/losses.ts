import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Template } from '../template.ts';
import { OF_ANY_TYPE, PROTECTIONS } from './protections.ts';

const LOSING: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_REPLACE]: 'would be replaced',
  [ResourceImpact.MAY_REPLACE]: 'might be replaced',
  [ResourceImpact.WILL_DESTROY]: 'would be deleted',
  [ResourceImpact.WILL_ORPHAN]: 'would be left without a stack',
};

/** A sentence for each protected resource that an update would take out of use, and for each protection that it would weaken. */
export const losses = (before: Template, after: Template): string[] => [
  ...lostResources(before, after),
  ...weakenedProtections(before, after),
];

function lostResources(before: Template, after: Template): string[] {
  const lost: string[] = [];
  fullDiff(before, after).resources.forEachDifference((id, { oldResourceType = '', changeImpact }) => {
    const loss = LOSING[changeImpact];
    if (loss && PROTECTIONS[oldResourceType]) lost.push(`${id} (${oldResourceType}) ${loss}.`);
  });
  return lost;
}

function weakenedProtections(before: Template, after: Template): string[] {
  return Object.entries(before.Resources).flatMap(([id, old]) => {
    const one = after.Resources[id];
    if (one?.Type !== old.Type) return [];
    const [was, is] = [flat(old), flat(one)];
    return Object.entries({ ...OF_ANY_TYPE, ...PROTECTIONS[old.Type] })
      .filter(([property, keeps]) => !keeps(was[property], is[property]))
      .map(
        ([property]) => `${id} (${old.Type}): ${property} ${said(was[property])} would become ${said(is[property])}.`,
      );
  });
}

/** Attributes and properties of a resource side by side: no two of those protected have one name. */
const flat = (resource: Template['Resources'][string]): Record<string, unknown> => ({
  ...resource,
  ...resource.Properties,
});

const said = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value));
