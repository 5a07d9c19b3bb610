import path from 'node:path';

/** One way to do the trigger's job, and one way to bundle it. */
export type Variant = {
  name: string;
  says: string;
  entry: string;
  /**
   * `plain`: as AWS's documentation bundles a TypeScript function, by esbuild alone. `plain-module`: the same as an ES module,
   * for what awaits at its top. `ours`: as infra does.
   */
  bundling: 'ours' | 'plain' | 'plain-module';
  /** Of infra's esbuild plugins, one that is switched off. */
  without?: string;
  /** Which field of a package names its files, where infra's are not to hold. */
  mainFields?: string[];
  /** Files that stand in for packages. */
  instead?: Record<string, string>;
  variables?: Record<string, string>;
  /** What one invocation asks of AWS. */
  calls?: 'SendMessage' | 'SendEmail';
};

const ENTRIES = path.resolve(import.meta.dirname, '../variants');
const entry = (name: string) => path.join(ENTRIES, `${name}.ts`);
const TRIGGER = path.resolve(import.meta.dirname, '../../../services/trigger/src/index.ts');

const OURS = { entry: TRIGGER, bundling: 'ours', calls: 'SendMessage' } as const;
const POWERTOOLS = { entry: entry('powertools'), calls: 'SendMessage' } as const;
const TRACER = { entry: entry('powertools-tracer'), calls: 'SendMessage' } as const;
const EXAMPLE = { entry: entry('aws-example'), calls: 'SendEmail' } as const;

export const EMPTY = 'empty';
export const FLOOR = 'hand-signed';
export const TRIGGER_NAME = 'ours';
export const PREWARMED = 'prewarmed';

/** In the order of the report. */
export const VARIANTS: readonly Variant[] = [
  { name: EMPTY, says: 'an empty handler', entry: entry('empty'), bundling: 'ours' },
  {
    name: FLOOR,
    says: 'the floor: one request signed by hand',
    entry: entry('hand-signed'),
    bundling: 'ours',
    calls: 'SendMessage',
  },
  {
    name: 'sdk-bare',
    says: "AWS's client with nothing that can be left out",
    entry: entry('sdk-bare'),
    bundling: 'ours',
    calls: 'SendMessage',
  },
  { name: TRIGGER_NAME, says: 'the trigger as it ships', ...OURS },
  { name: PREWARMED, says: 'ours with its connection pre-warmed', ...OURS, variables: { PREWARM: 'yes' } },
  { name: 'aws-plain', says: "AWS's example: email in the trigger, plainly bundled", ...EXAMPLE, bundling: 'plain' },
  { name: 'aws-ours', says: "AWS's example, bundled as ours", ...EXAMPLE, bundling: 'ours' },
  { name: 'tracer-plain', says: 'Powertools logger, metrics, tracer, plainly bundled', ...TRACER, bundling: 'plain' },
  { name: 'powertools-plain', says: 'Powertools logger, metrics, plainly bundled', ...POWERTOOLS, bundling: 'plain' },
  { name: 'powertools-ours', says: 'Powertools logger, metrics, bundled as ours', ...POWERTOOLS, bundling: 'ours' },
  { name: 'ours-plain', says: 'ours, plainly bundled', ...OURS, bundling: 'plain-module' },
  { name: 'commonjs', says: "ours with the SDK's CommonJS builds", ...OURS, mainFields: ['main', 'module'] },
  { name: 'no-builtins', says: 'ours without the builtins plugin', ...OURS, without: 'node-builtins' },
  { name: 'no-credentials', says: "ours with the SDK's chain of credentials", ...OURS, without: 'lambda-credentials' },
  { name: 'no-config', says: 'ours looking for ~/.aws', ...OURS, without: 'shared-config' },
  { name: 'no-streams', says: 'ours with event streams', ...OURS, without: 'event-streams' },
  { name: 'whole-sdk', says: 'ours with what the SDK has for other platforms', ...OURS, without: 'sdk-parts' },
  { name: 'whole-pino', says: 'ours with all of pino', ...OURS, without: 'pino-parts' },
  { name: 'plain-log', says: 'ours without pino', ...OURS, instead: { pino: entry('plain-pino') } },
  { name: 'plain-handler', says: 'ours without middy', ...OURS, instead: { '@middy/core': entry('plain-middy') } },
];
