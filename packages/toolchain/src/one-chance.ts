// Mutation testing alone: properties try the same values for every mutant, so that a score can be had again, and stop at
// the first that fails, for nobody reads the smallest.
import fc from 'fast-check';

fc.configureGlobal({ seed: 1, endOnFailure: true });
