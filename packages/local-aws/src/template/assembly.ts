import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
  Metadata?: Record<string, unknown>;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
  Parameters?: Record<string, { Default?: unknown }>;
}

export interface Stack {
  name: string;
  template: Template;
  /** Folder of each file asset, by the asset's hash. */
  assets: ReadonlyMap<string, string>;
}

interface Manifest {
  artifacts: Record<string, Artifact>;
}

interface Artifact {
  type: string;
  dependencies?: string[];
  properties?: { templateFile?: string; file?: string; stackName?: string };
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string; packaging?: string } }>;
}

/** The stacks of a cloud assembly, each after those that it depends on. */
export function readAssembly(folder: string): Stack[] {
  const file = path.join(folder, 'manifest.json');
  if (!existsSync(file))
    throw new Error(`No cloud assembly in ${folder}: it is what \`npm run synth -- --stage local\` writes.`);
  const { artifacts } = readJson<Manifest>(file);
  const assets = readAssets(folder, artifacts);
  return inOrder(artifacts).map(([id, { properties = {} }]) => ({
    name: properties.stackName ?? id,
    template: readJson<Template>(path.join(folder, properties.templateFile ?? `${id}.template.json`)),
    assets,
  }));
}

function readAssets(folder: string, artifacts: Manifest['artifacts']): Map<string, string> {
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) continue;
    const { files = {} } = readJson<AssetManifest>(path.join(folder, properties.file));
    for (const [hash, { source }] of Object.entries(files)) {
      if (source.packaging === 'zip' && source.path) assets.set(hash, path.resolve(folder, source.path));
    }
  }
  return assets;
}

function inOrder(artifacts: Manifest['artifacts']): [string, Artifact][] {
  const ordered = new Map<string, Artifact>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact || ordered.has(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (artifact.type === 'aws:cloudformation:stack') ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
