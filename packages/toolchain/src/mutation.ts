// npm run mutation [-- FILE …]: changes the sources that stryker.config.mjs names, one small change at a time, and asks
// of each whether a test notices. Fails where the tests of a package notice fewer than 90 of 100.
import path from 'node:path';
import { Stryker } from '@stryker-mutator/core';

const LEAST_PERCENT = 90;

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

const packageOf = (file: string) => path.relative(process.cwd(), file).split(path.sep)[1] ?? '';

/** Noticed in percent; a mutant that a comment in the source disables is none. */
function scoreOf(mutants: Mutants) {
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
  return { noticed, missed, percent: (100 * noticed) / (noticed + missed) };
}

const files = process.argv.slice(2);
const mutants = await new Stryker(files.length > 0 ? { mutate: files } : {}).runMutationTest();

const scores = [...Map.groupBy(mutants, ({ fileName }) => packageOf(fileName))].map(([name, own]) => ({
  package: name,
  ...scoreOf(own),
}));
for (const { package: name, noticed, missed, percent } of scores) {
  console.log(`${name.padEnd(8)} ${percent.toFixed(1)} % noticed (${noticed} of ${noticed + missed})`);
}
process.exitCode = scores.every(({ percent }) => percent >= LEAST_PERCENT) ? 0 : 1;
