export type { Aim, Injected, NetworkFault, Passing } from './emulators/network-fault.ts';
export type { Reply } from './emulators/refusal.ts';
export type { Gated } from './emulators.ts';
export { externalData } from './external-system.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
