import { defineConfig } from 'vitest/config';

/** The tests that mutants must not survive (stryker.config.mjs): those beside the mutated sources, of both kinds. */
export default defineConfig({
  test: {
    include: ['packages/{contract,ledger,runtime}/src/**/*.test.ts'],
    setupFiles: ['./packages/toolchain/src/assert-node.ts', './packages/toolchain/src/one-chance.ts'],
    expect: { requireAssertions: true },
    testTimeout: 20_000,
  },
});
