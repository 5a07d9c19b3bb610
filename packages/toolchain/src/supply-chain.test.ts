import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './named-tests.builder.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const lockfile = read('pnpm-lock.yaml');
const workspace = read('pnpm-workspace.yaml');

type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies' | 'scripts', Entries>>;
type Entries = Record<string, string>;

const manifests = globSync(
  ['package.json', '{services,packages}/*/package.json', 'infra/package.json', 'test/package.json'],
  {
    cwd: ROOT,
  },
).map((file) => ({ file, manifest: JSON.parse(read(file)) as Manifest }));

/** An exact version: no range, no tag, no address. */
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** The lines of a block of pnpm-workspace.yaml as names and values, without comments. */
const block = (name: string): [string, string][] =>
  (workspace.split(`\n${name}:\n`)[1]?.split(/\n(?=\S)/)[0] ?? '').split('\n').flatMap((line) => {
    const [, key, value] = /^ {2}"?([^":]+)"?: ([^ #]+)/.exec(line) ?? [];
    return key && value ? [[key, value] as [string, string]] : [];
  });

describe('what is installed', () => {
  it('is held against a hash, package by package, and comes from the registry alone', () => {
    const resolutions = [...lockfile.matchAll(/^ {4}resolution: (.*)$/gm)].map(([, text = '']) => text);
    expect(resolutions.length).toBeGreaterThan(500);
    expect(resolutions.filter((text) => !/^\{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/.test(text))).toEqual([]);
  });

  it('is one exact version everywhere', () => {
    const catalog = block('catalog');
    expect(catalog.length).toBeGreaterThan(30);
    expect(catalog.filter(([, version]) => !EXACT.test(version))).toEqual([]);
    const named = manifests.flatMap(({ file, manifest }) =>
      [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
        .flatMap((entries) => Object.entries(entries ?? {}))
        .map(([name, version]) => ({ file, name, version })),
    );
    const loose = named.filter(({ version }) => !/^(catalog:|workspace:\*)$/.test(version) && !EXACT.test(version));
    expect(loose).toEqual([]);
  });

  it('runs no build script but two that are named', () => {
    const allowed = block('allowBuilds').filter(([, value]) => value === 'true');
    expect(allowed.map(([name]) => name)).toEqual(['classic-level', 'esbuild']);
  });

  it('runs none of our own at an installation', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(manifests.filter(({ manifest }) => hooks.some((hook) => manifest.scripts?.[hook]))).toEqual([]);
  });

  it('is what the lockfile says, by a pnpm of one version', () => {
    const command = read('packages/toolchain/run.mjs');
    expect(command).toMatch(/pnpm@\d+\.\d+\.\d+/);
    expect(command).toContain('--frozen-lockfile');
  });
});
