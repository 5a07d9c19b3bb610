/** What the template says of one function, with every reference resolved. */
export interface FunctionSettings {
  functionName: string;
  /** The name without `postconfirm-<stage>-`. */
  service: string;
  /** Folder that holds the bundle. */
  codeFolder: string;
  /** `file.export`, as in `index.handler`. */
  handler: string;
  /** Seconds after which the process is killed. */
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  /** Concurrent executions that the function keeps for itself; more are throttled. */
  reservedConcurrency?: number;
}
