import type { Ses } from '../../simulation/ses.ts';
import type { World } from '../../simulation/world.ts';
import { REQUESTS_PER_SIGN_UP } from './quotas.ts';

/** Whoever SES refuses a code asks for another: the first time after half a minute at most, then ever later (ms). Assumed. */
const CODE_AGAIN = { firstMs: 30_000, lastMs: 3_600_000 };

/** Nobody notices that their sign-up came so much later. */
const NOTICED_MS = 1_000;

type DoorOptions = {
  /** Requests a second of Cognito's category UserCreation. */
  cognitoRate: number;
  moments: Iterator<number>;
  /** SES, where the pool sends its codes through it. */
  ses?: Pick<Ses, 'sendOther'>;
  /** Told of each user whom Cognito confirms. */
  confirmed: () => void;
};

/**
 * Cognito before the trigger: so many sign-ups a second, who is refused comes again in turn, and a code by SES where the
 * pool's emails go that way. Nobody confirms without a code.
 */
export class Door {
  /** Users for whom Cognito's quota, and codes for which SES's, left no room at once. */
  readonly refused = { signUps: 0, codes: 0 };
  /** The longest that somebody waited for Cognito's quota, in milliseconds. */
  longestWaitMs = 0;
  /** Users who came and are not confirmed yet. */
  waiting = 0;
  isOver = false;
  readonly #world: World;
  readonly #startsAt: number;
  readonly #options: DoorOptions;
  #next = 0;

  constructor(world: World, options: DoorOptions) {
    this.#world = world;
    this.#startsAt = world.now();
    this.#options = options;
  }

  open(): void {
    const { cognitoRate, moments } = this.#options;
    const { value, done } = moments.next();
    if (done === true) {
      this.isOver = true;
      return;
    }
    const wished = this.#startsAt + value;
    const moment = Math.max(wished, this.#next);
    this.#next = moment + (REQUESTS_PER_SIGN_UP * 1000) / cognitoRate;
    if (moment > wished + NOTICED_MS) this.refused.signUps += 1;
    this.longestWaitMs = Math.max(this.longestWaitMs, moment - wished);
    this.#world.at(moment, () => {
      this.waiting += 1;
      this.open();
      this.#askForCode(CODE_AGAIN.firstMs);
    });
  }

  #askForCode(patienceMs: number): void {
    if (this.#options.ses?.sendOther() === undefined) {
      this.waiting -= 1;
      this.#options.confirmed();
      return;
    }
    this.refused.codes += 1;
    const later = Math.min(CODE_AGAIN.lastMs, 2 * patienceMs);
    this.#world.after(this.#world.between(patienceMs / 4, patienceMs), () => this.#askForCode(later));
  }
}
