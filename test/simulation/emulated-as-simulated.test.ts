import { afterAll, beforeAll } from 'vitest';
import { type Emulated, emulatedQueue, emulatedSes, startEmulated } from './emulated.builder.ts';
import { queueContract } from './queue.contract.ts';
import { sesContract } from './ses.contract.ts';
import { deepQueue, simulatedQueue, simulatedSes } from './simulated.builder.ts';

let emulated: Emulated;
beforeAll(async () => {
  emulated = await startEmulated();
});
afterAll(() => emulated.stop());

queueContract('in the simulation', simulatedQueue);
queueContract('in the simulation, deep', deepQueue);
queueContract('in the emulator', (settings) => emulatedQueue(emulated, settings));
sesContract('in the simulation', simulatedSes);
sesContract('in the emulator', () => emulatedSes(emulated));
