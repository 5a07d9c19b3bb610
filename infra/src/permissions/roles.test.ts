import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryAssembly } from '../assembly.builder.ts';
import { parseStageConfig } from '../config/parse-stage-config.ts';
import type { Stage } from '../config/stage.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { WITH_EVERYTHING } from '../config/with-everything.builder.ts';
import { ACCOUNT, withPool } from '../pool-mode.builder.ts';
import { SERVICES } from '../services.ts';
import type { Assembly } from '../synthesize.ts';
import { instanceOf, type Right, rightsOf } from './granted-rights.builder.ts';
import { iamMistakes } from './iam-mistake.builder.ts';
import { isAllowed } from './is-allowed.ts';
import { type Policies, policiesOf } from './policies.ts';
import type { Statement } from './statement.ts';

const CASES: [what: string, stage: Stage, config: StageConfig][] = [
  ['stage local', 'local', withPool('local', 'create')],
  ['stage dev with its own pool', 'dev', withPool('dev', 'create')],
  ['stage dev with an existing pool', 'dev', withPool('dev', 'existing')],
  ['stage prod with its own pool', 'prod', withPool('prod', 'create')],
  ['stage prod with an existing pool', 'prod', withPool('prod', 'existing')],
  ['stage prod with every setting that asks for rights', 'prod', parseStageConfig('prod', WITH_EVERYTHING)],
];

const granted = (statements: readonly Statement[]): Right[] =>
  statements.flatMap(({ actions, resources, conditions }) => {
    const through = conditions.find(({ key }) => key === 'kms:ViaService')?.values.join();
    return actions.flatMap((action) =>
      resources.map((resource) => ({ action, resource, ...(through && { through }) })),
    );
  });

/** Without kms:* for its own account nobody could manage a key: AWS's standard policy of keys begins so. */
const isOfKeyOwner = ({ actions, principals }: Statement) =>
  actions.join() === 'kms:*' && principals.join() === `arn:aws:iam::${ACCOUNT}:root`;

const word = ({ action, resource, through }: Right) => [action, resource, ...(through ? [through] : [])].join(' ');
const words = (rights: readonly Right[]) => rights.map(word).sort();

describe.each(CASES)('%s', (_what, stage, config) => {
  let assembly: Assembly;
  let policies: Policies;
  let expected: Map<string, Right[]>;

  beforeAll(async () => {
    assembly = await temporaryAssembly(stage, config);
    policies = policiesOf(assembly);
    expected = rightsOf(assembly, SERVICES);
  });

  const statements = (name: string) => policies.roles[name] ?? expect.unreachable(`no role of ${name}`);
  const may = (name: string, { action, resource, through = '' }: Right, from = assembly.config.email.sender) =>
    isAllowed(statements(name), {
      action,
      resource: instanceOf(resource),
      context: { 'ses:fromaddress': from, 'kms:viaservice': through },
    });

  test('gives each function exactly the rights of the table', () => {
    const given = Object.entries(policies.roles).map(([name, of]) => [name, words(granted(of))]);
    expect(Object.fromEntries(given)).toEqual(
      Object.fromEntries([...expected].map(([name, rights]) => [name, words(rights)])),
    );
  });

  test('allows each function what it is for, and denies it everything that another one may', () => {
    const every = [...expected.values()].flat();
    const decided = [...expected].flatMap(([name, own]) => {
      const ownWords = new Set(words(own));
      return every.map((right) => ({
        asked: `${name}: ${word(right)}`,
        allowed: may(name, right),
        wanted: ownWords.has(word(right)),
      }));
    });
    expect(decided.length).toBeGreaterThan(300);
    expect(decided.filter(({ allowed, wanted }) => allowed !== wanted)).toEqual([]);
    expect(decided.some(({ wanted }) => !wanted)).toBe(true);
  });

  test('denies every right on the like of another stage, account or region, and on longer names', () => {
    const others: [RegExp, string][] = [
      [new RegExp(`postconfirm-${stage}`), 'postconfirm-other'],
      [new RegExp(`:${assembly.config.account}:`), ':444455556666:'],
      [new RegExp(`:${assembly.config.region}:`), ':us-east-1:'],
      [/(?<!:anything)$/, '-more'],
    ];
    const asked = [...expected].flatMap(([name, rights]) =>
      rights.flatMap((right) => others.map((other) => ({ name, right, other }))),
    );
    const allowed = asked.flatMap(({ name, right, other: [part, instead] }) => {
      const resource = instanceOf(right.resource);
      const like = resource.replace(part, instead);
      const isOther = like !== resource && right.resource !== '*' && !right.resource.endsWith(':identity/*');
      return isOther && may(name, { ...right, resource: like }) ? [`${name}: ${right.action} ${like}`] : [];
    });
    expect(allowed).toEqual([]);
  });

  test('denies every function what nothing here does', () => {
    const table = `arn:aws:dynamodb:${assembly.config.region}:${assembly.config.account}:table/postconfirm-${stage}`;
    const email = `arn:aws:sqs:${assembly.config.region}:${assembly.config.account}:postconfirm-${stage}-email`;
    const never: Right[] = [
      ...['PutItem', 'DeleteItem', 'Scan', 'BatchWriteItem', 'DeleteTable'].map((action) => ({
        action: `dynamodb:${action}`,
        resource: table,
      })),
      ...['PurgeQueue', 'DeleteQueue', 'SetQueueAttributes'].map((action) => ({
        action: `sqs:${action}`,
        resource: email,
      })),
      { action: 'iam:PassRole', resource: `arn:aws:iam::${ACCOUNT}:role/any` },
      { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/any` },
      { action: 'ses:SendRawEmail', resource: `arn:aws:ses:eu-central-1:${ACCOUNT}:identity/example.com` },
      {
        action: 'cognito-idp:AdminSetUserPassword',
        resource: `arn:aws:cognito-idp:eu-central-1:${ACCOUNT}:userpool/POOL`,
      },
    ];
    const names = Object.keys(policies.roles);
    expect(names.flatMap((name) => never.filter((right) => may(name, right)).map((right) => [name, right]))).toEqual(
      [],
    );
  });

  test('names actions that IAM has, on resources that they take', async () => {
    const all = [
      ...Object.values(policies.roles).flat(),
      ...policies.resources.filter((statement) => statement.effect === 'Allow' && !isOfKeyOwner(statement)),
    ];
    expect((await Promise.all(all.map(iamMistakes))).flat()).toEqual([]);
  });

  test('lets an email leave from the one sender alone', () => {
    const name = `postconfirm-${stage}-email-worker`;
    const sending = (expected.get(name) ?? []).filter(({ action }) => action === 'ses:SendEmail');
    expect(sending.map((right) => may(name, right))).toEqual([true, true]);
    const { sender } = assembly.config.email;
    for (const from of ['ceo@example.com', `${sender}.evil.example`, sender.toUpperCase(), '']) {
      expect(sending.map((right) => may(name, right, from))).toEqual([false, false]);
    }
    expect(sending.map((right) => isAllowed(statements(name), right))).toEqual([false, false]);
  });
});
