/** IAM's prefix of what the AWS CLI calls otherwise. */
const PREFIXES: Record<string, string> = { sesv2: 'ses', deploy: 'codedeploy', 'service-quotas': 'servicequotas' };

/** Commands that are no action of their service, and the one that they ask for. */
const OTHERS: Record<string, string> = { 'logs tail': 'logs:FilterLogEvents' };

/** For tests: what IAM is asked for by a command of the AWS CLI; `sesv2 get-account` asks for `ses:GetAccount`. */
export const actionOf = (service: string, command: string): string =>
  OTHERS[`${service} ${command}`] ?? `${PREFIXES[service] ?? service}:${pascalCase(command)}`;

const pascalCase = (words: string) =>
  words.replaceAll(/(^|-)(\w)/g, (_, _hyphen, letter: string) => letter.toUpperCase());
