import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKERS } from '@postconfirm/contract';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { environmentOf, evaluated } from '../artefact.builder.ts';
import { type Properties, resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { parseStageConfig } from '../config/parse-stage-config.ts';
import { STAGES, type Stage } from '../config/stage.ts';
import { WITH_EVERYTHING } from '../config/with-everything.builder.ts';
import { METRIC_NAMESPACE, physicalName } from '../names.ts';
import { ROOT, serviceArtefacts } from '../paths.ts';
import { OF_THE_INVOCATION, recordOf, sentBy, traceHeader } from '../sent-by.builder.ts';
import { SERVICES } from '../services.ts';
import type { Assembly } from '../synthesize.ts';
import { OF_AWS, watchedMetrics } from '../watched-metrics.builder.ts';
import { bundleEntry } from './bundle.ts';

let assembly: Assembly;
const assemblies = {} as Record<Stage | 'with everything', Assembly>;

beforeAll(async () => {
  for (const stage of STAGES) assemblies[stage] = await temporaryAssembly(stage);
  assemblies['with everything'] = await temporaryAssembly('prod', parseStageConfig('prod', WITH_EVERYTHING));
  assembly = assemblies.local;
});

describe.each(SERVICES)('the artefact of %s', (service) => {
  const file = path.join(serviceArtefacts(service), 'index.mjs');

  test.each([...STAGES, 'with everything'] as const)(
    'starts as stage %s and is a handler for Lambda',
    async (stage) => {
      const environment = environmentOf(service, assemblies[stage]);
      expect(await evaluated(file, 'bundle.handler.length', environment)).toBeLessThan(3);
    },
  );

  test('imports nothing: no builtin, no package', async () => {
    const metafile = JSON.parse(await readFile(path.join(serviceArtefacts(service), 'metafile.json'), 'utf8'));
    expect(Object.values<Properties>(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(await readFile(file, 'utf8')).not.toMatch(/createRequire\(import\.meta/);
  });
});

test('only a trigger that is to pre-warm may ask for its queue’s attributes', () => {
  const policies = (from: Assembly) =>
    Object.values(resourcesOf(from, 'AWS::IAM::Policy')).filter(({ PolicyName }) =>
      PolicyName.startsWith('triggerRole'),
    );
  const actions = (from: Assembly) =>
    policies(from).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }: Properties) => Action),
    );
  expect(actions(assemblies['with everything'])).toContain('sqs:GetQueueAttributes');
  expect(environmentOf('trigger', assemblies['with everything'])).toHaveProperty('PREWARM', 'yes');
  expect(actions(assemblies.prod)).toContain('sqs:SendMessage');
  expect(actions(assemblies.prod)).not.toContain('sqs:GetQueueAttributes');
  expect(environmentOf('trigger', assemblies.prod)).not.toHaveProperty('PREWARM');
});

test('the trigger returns an event that it does not know', async () => {
  const file = path.join(serviceArtefacts('trigger'), 'index.mjs');
  const event = { triggerSource: 'PreSignUp_SignUp', response: {} };
  const call = `bundle.handler(${JSON.stringify(event)}, { awsRequestId: 'r', getRemainingTimeInMillis: () => 4000 })`;
  expect(await evaluated(file, call, environmentOf('trigger', assembly))).toEqual(event);
});

test.each(WORKERS.map(({ name }) => name))('%s answers an empty batch', async (service) => {
  const file = path.join(serviceArtefacts(service), 'index.mjs');
  const call = "bundle.handler({ Records: [] }, { awsRequestId: 'r', getRemainingTimeInMillis: () => 9000 })";
  expect(await evaluated(file, call, environmentOf(service, assembly))).toEqual({ batchItemFailures: [] });
});

test("the reconciler takes the operator's rules, and nothing of the command itself", async () => {
  const metafile = await readFile(path.join(serviceArtefacts('reconciler'), 'metafile.json'), 'utf8');
  const inputs = Object.keys(JSON.parse(metafile).inputs);
  expect(inputs).toContain('packages/operator/src/reconcile/missing.ts');
  const command = /commander|cli-table3|cli-progress|csv-parse|operator\/src\/(commands|terminal)/;
  expect(inputs.filter((input) => command.test(input))).toEqual([]);
});

/** Bundles `entry.ts` among `files` and writes the artefact beside it. */
async function bundled(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-bundle-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const { code } = await bundleEntry(path.join(folder, 'entry.ts'));
  const file = path.join(folder, 'index.mjs');
  await writeFile(file, code);
  return file;
}

test('builtins work in every form in which packages ask for them', async () => {
  const file = await bundled({
    'entry.ts': `
      import { randomUUID } from 'node:crypto';
      import os from 'os';
      import * as url from 'node:url';
      import { join } from './reexport.js';
      import Emitter from './emitter.cjs';
      export const seen = async () => [
        randomUUID().length, typeof os.EOL, typeof url.fileURLToPath, join('a', 'b'),
        new Emitter().listenerCount('x'), typeof (await import('node:zlib')).gzipSync,
        typeof (await import('fs/promises')).readFile,
      ];`,
    'reexport.js': "export * from 'node:path';",
    'emitter.cjs': "class Emitter extends require('events') {}\nmodule.exports = Emitter;",
  });
  expect(await evaluated(file, 'bundle.seen()', {})).toEqual([
    36,
    'string',
    'function',
    'a/b',
    0,
    'function',
    'function',
  ]);
});

test.each(['fs', 'crypto', 'http', 'async_hooks'])('as a whole, %s is what Node gives', async (name) => {
  const file = await bundled({
    'entry.ts': `
      import * as all from 'node:${name}';
      import standard from '${name}';
      const own = process.getBuiltinModule('node:${name}');
      export const same = () => standard === own && Object.keys(own).every((key) => all[key] === own[key]);`,
  });
  expect(await evaluated(file, 'bundle.same()', {})).toBe(true);
});

test('every metric that is watched is AWS’s own of a resource that there is, or a code that its function logs', async () => {
  const watched = watchedMetrics(assembly);
  expect(new Set(watched.map(({ namespace }) => namespace))).toEqual(
    new Set([...Object.keys(OF_AWS), METRIC_NAMESPACE]),
  );
  for (const { namespace, name, dimension, of } of watched) {
    const aws = OF_AWS[namespace];
    if (aws) {
      expect(aws.metrics, aws.source).toContain(name);
      expect(dimension, name).toBe(aws.dimension);
      if (aws.type) expect(namesOf(aws.type, aws.dimension), name).toContain(of);
    } else {
      const service =
        SERVICES.find((one) => physicalName('local', one) === of) ?? expect.unreachable(`${name} of ${of}`);
      const code = await readFile(path.join(serviceArtefacts(service), 'index.mjs'), 'utf8');
      // In quotes where it is logged; among the function's lines it is a key.
      expect(code.includes(`"${name}"`), `${name} of ${service}`).toBe(true);
    }
  }
});

test('a code of another function, and a queue that is not there, would be noticed', async () => {
  const code = await readFile(path.join(serviceArtefacts('trigger'), 'index.mjs'), 'utf8');
  expect(code).not.toContain('"SES_QUOTA_USED"');
  expect(namesOf('AWS::SQS::Queue', 'QueueName')).not.toContain('postconfirm-local-emails');
});

test('every log group that a saved query asks is that of a function', () => {
  const groups = namesOf('AWS::Logs::LogGroup', 'LogGroupName');
  const queries = Object.values(resourcesOf(assembly, 'AWS::Logs::QueryDefinition'));
  expect(queries.length).toBeGreaterThan(0);
  for (const { Name, LogGroupNames } of queries) {
    expect(Name).toMatch(/^postconfirm\/local\//);
    expect(groups).toEqual(expect.arrayContaining(LogGroupNames));
  }
});

const namesOf = (type: string, property = '') =>
  Object.values(resourcesOf(assembly, type)).map((properties) => properties[property]);

test('the message of the trigger carries the trace of its invocation, for SQS and for the log', async () => {
  const [sent] = await sentBy(assembly, 'trigger', {
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_aBcDeFgHi',
    request: { userAttributes: { sub: '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11' } },
    response: {},
  });
  // What SQS makes the attribute AWSTraceHeader of.
  expect(sent?.headers['x-amzn-trace-id']).toBe(OF_THE_INVOCATION);
  expect(JSON.parse(sent?.body['MessageBody']).traceparent).toBe(`00-5759e988${'1'.repeat(24)}-${'1'.repeat(16)}-01`);
});

test('fan-out passes the trace of each message on, not that of the batch', async () => {
  const sent = await sentBy(assembly, 'fan-out', {
    Records: [recordOf('a', traceHeader('a')), recordOf('b', traceHeader('b')), recordOf('c')],
  });
  expect(sent).toHaveLength(2);
  for (const { headers, body } of sent) {
    const passedOn = body['Entries'].map(({ MessageBody, MessageSystemAttributes }: Properties) => [
      JSON.parse(MessageBody).subject,
      MessageSystemAttributes?.AWSTraceHeader.StringValue,
    ]);
    expect(passedOn).toEqual([
      ['a', traceHeader('a')],
      ['b', traceHeader('b')],
      ['c', undefined],
    ]);
    // SQS takes this one for whatever has no attribute of its own.
    expect(headers['x-amzn-trace-id']).toBe(OF_THE_INVOCATION);
  }
});

test('credentials come from the environment, and their absence is told', async () => {
  const file = await bundled({
    'entry.ts': `
      import { defaultProvider } from '@aws-sdk/credential-provider-node';
      export const read = () => defaultProvider()().catch(({ name }: Error) => name);`,
  });
  const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };
  expect(await evaluated(file, 'bundle.read()', env)).toEqual({
    accessKeyId: 'id',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  });
  expect(await evaluated(file, 'bundle.read()', {})).toBe('CredentialsMissing');
});

test("the SDK's settings come from the environment, never from a file", async () => {
  const sdk = JSON.stringify(path.join(ROOT, 'services/trigger/node_modules/@aws-sdk/client-sqs'));
  const file = await bundled({
    config: '[default]\nregion = eu-west-1\nmax_attempts = 7\n',
    'entry.ts': `
      import { SQSClient } from ${sdk};
      export const read = () => Promise.all([new SQSClient().config.region(), new SQSClient().config.maxAttempts()]);`,
  });
  const env = { AWS_CONFIG_FILE: path.join(path.dirname(file), 'config'), AWS_REGION: 'eu-central-1' };
  expect(await evaluated(file, 'bundle.read()', env)).toEqual(['eu-central-1', 3]);
  expect(await evaluated(file, 'bundle.read()', { ...env, AWS_MAX_ATTEMPTS: '2' })).toEqual(['eu-central-1', 2]);
  const noRegion = { AWS_CONFIG_FILE: env.AWS_CONFIG_FILE };
  expect(await evaluated(file, 'bundle.read().catch(({ message }) => message)', noRegion)).toBe('Region is missing');
});

test('who reads a stream of events is told that the bundle can not', async () => {
  const file = await bundled({
    'entry.ts': "export const read = () => import('@smithy/core/event-streams').catch(({ message }) => message);",
  });
  expect(await evaluated(file, 'bundle.read()', {})).toMatch(/no event streams/);
});

test('an import that leads nowhere names the entry and the import', async () => {
  const building = bundled({ 'entry.ts': "import './not-there.ts';" });
  await expect(building).rejects.toThrow(/entry\.ts can't be bundled:.*Could not resolve "\.\/not-there\.ts"/s);
});
