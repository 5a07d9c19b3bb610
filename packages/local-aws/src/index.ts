export type { Aim, Injected, NetworkFault, Passing, Reply } from './emulators/network-fault.ts';
export { externalData } from './external-system.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
