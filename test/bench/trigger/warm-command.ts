import { Command } from 'commander';
export const warmCommand = (): Command => new Command('warm');
