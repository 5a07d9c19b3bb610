import type { Plugin } from 'esbuild';

const NAMESPACE = 'pino-parts';

const thrown = (part: string) => `throw new Error('a bundled function has no ${part}: see infra/src/bundling');`;

/**
 * What pino loads and `packages/runtime/src/log.ts` never asks it for, by its name in pino's source; and what stands in
 * its place. Together 38 kB of 64, loaded at every cold start.
 */
const PARTS: Readonly<Record<string, string>> = {
  // Worker threads that load files from beside the program; a bundle has none.
  './transport': `module.exports = () => { ${thrown('pino transports')} };`,
  './lib/transport': `module.exports = () => { ${thrown('pino transports')} };`,
  './lib/multistream': `module.exports = () => { ${thrown('multistream')} };`,
  worker_threads: 'exports.isMainThread = true;',
  // The log has a destination of its own. pino asks of others whether they are of this class.
  'sonic-boom': `module.exports = class SonicBoom { constructor() { ${thrown('sonic-boom')} } };`,
  'on-exit-leak-free': `exports.register = () => { ${thrown('on-exit-leak-free')} };`,
  // Fields are a closed list of identifiers: nothing to redact, no errors, no requests; and texts are ready.
  './redaction': `module.exports = () => { ${thrown('redaction')} };`,
  './lib/redaction': `module.exports = () => { ${thrown('redaction')} };`,
  'pino-std-serializers': `exports.err = () => { ${thrown('serializers')} };`,
  'quick-format-unescaped': 'module.exports = (text) => text;',
  // For values that JSON.stringify refuses. pino catches what is thrown here, and writes that it could not write them.
  'safe-stable-stringify': `exports.configure = () => () => { ${thrown('safe-stable-stringify')} };`,
};

/** Leaves out those parts of pino that no function uses. */
export const pinoPartsPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    // esbuild asks only for what matches: asking for every import of a bundle takes time.
    const filter = new RegExp(Object.keys(PARTS).join('|'));
    build.onResolve({ filter }, ({ path, importer }) =>
      path in PARTS && /[/\\]pino[/\\](lib[/\\])?\w+\.js$/.test(importer) ? { path, namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: PARTS[path] ?? '', loader: 'js' }));
  },
};
