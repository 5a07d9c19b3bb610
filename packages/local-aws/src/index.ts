export { externalData } from './external-system.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
