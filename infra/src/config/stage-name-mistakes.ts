/** What a stage's name is part of: stacks, queues, functions, alarms, commands. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Leaves 27 of a function's 64 characters to the names of workers. */
const LONGEST = 24;

export const stageNameMistakes = (stage: string): string[] =>
  NAME.test(stage) && stage.length <= LONGEST
    ? []
    : [`Stage ${stage} should have a name of lower-case letters, digits and single hyphens, ${LONGEST} at most.`];
