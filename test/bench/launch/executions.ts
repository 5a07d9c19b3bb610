/** The executions of an account: what the trigger reserves is its own, and all functions share the rest. */
export class Executions {
  readonly #shared: number;
  readonly #reserved: number | undefined;
  #workers = 0;
  #triggers = 0;
  /** As many as there ever were at once. */
  readonly most = { workers: 0, triggers: 0 };
  /** Environments of the trigger that were started; each serves on. */
  #triggerEnvironments = 0;

  constructor({ account, reserved }: { account: number; reserved: number | undefined }) {
    this.#shared = account - (reserved ?? 0);
    this.#reserved = reserved;
  }

  admitWorker = (): boolean => {
    if (this.#workers + this.#sharedTriggers() >= this.#shared) return false;
    this.#workers += 1;
    this.most.workers = Math.max(this.most.workers, this.#workers);
    return true;
  };

  leaveWorker = (): void => {
    this.#workers -= 1;
  };

  /** `cold`: in a new environment. Undefined when there is no execution left, and the trigger is throttled. */
  admitTrigger = (): { cold: boolean } | undefined => {
    const isFull =
      this.#reserved === undefined ? this.#workers + this.#triggers >= this.#shared : this.#triggers >= this.#reserved;
    if (isFull) return undefined;
    this.#triggers += 1;
    this.most.triggers = Math.max(this.most.triggers, this.#triggers);
    const cold = this.#triggers > this.#triggerEnvironments;
    if (cold) this.#triggerEnvironments += 1;
    return { cold };
  };

  leaveTrigger = (): void => {
    this.#triggers -= 1;
  };

  #sharedTriggers = (): number => (this.#reserved === undefined ? this.#triggers : 0);
}
