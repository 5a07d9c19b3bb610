import type { Lying } from '../queue.ts';
import { publishedIn } from '../ses.ts';
import type { Answer, Asked, Course } from './course.ts';
import type { Scene } from './scene.ts';
import type { Deletion, InHand, LaneName, Late, State, Worker } from './state.ts';

/** A deletion reaches SQS within this time of the function's answer. */
const DELETED_WITHIN_MS = 30_000;
/** After it thawed, a process goes on for no longer. */
const AFTER_THAW_MS = 30_000;

/** A state becoming the next one. */
export class Draft {
  readonly scene: Scene;
  #workers: readonly Worker[];
  #late: readonly Late[];
  #deletions: readonly Deletion[];
  #faultsLeft: number;
  #doubtful: boolean;

  constructor(scene: Scene, state: State) {
    this.scene = scene;
    scene.restore(state.things, state.now);
    this.#workers = state.workers;
    this.#late = state.late;
    this.#deletions = state.deletions;
    this.#faultsLeft = state.faultsLeft;
    this.#doubtful = state.doubtful;
  }

  state(): State {
    return {
      now: this.scene.now,
      things: this.scene.save(),
      workers: this.#workers,
      late: this.#late,
      deletions: this.#deletions,
      faultsLeft: this.#faultsLeft,
      doubtful: this.#doubtful,
    };
  }

  spendFault(leavesDoubt: boolean): void {
    this.#faultsLeft -= 1;
    this.#doubtful ||= leavesDoubt;
  }

  /** Lambda ends what is over its time and moves; what stands still it only gives up. */
  pass(until: number): void {
    if (until > this.scene.now) this.scene.pass(until);
    for (const worker of this.#workers) {
      if (worker.endsAt >= until || worker.givenUp) continue;
      if (worker.asleep) this.#giveUp(worker);
      else this.end(worker);
    }
  }

  /** The same worker, as time has changed it. */
  current({ name }: Worker): Worker {
    const worker = this.#workers.find((one) => one.name === name);
    if (worker === undefined) throw new Error(`${name} is gone.`);
    return worker;
  }

  replace(worker: Worker, change: Partial<Worker>): void {
    this.#workers = this.#workers.map((one) => (one === worker ? { ...one, ...change } : one));
  }

  /** A worker is gone without an answer. */
  end(worker: Worker): void {
    this.#workers = this.#workers.filter((one) => one !== worker);
    this.#trouble(worker.inHand);
  }

  /** What the worker's call does on the other side. */
  take = ({ course, ...by }: Worker): Promise<unknown> => this.#take(course, by);

  takeLater({ course, name, frozenMs, frozenAtCall }: Worker, until: number): void {
    const by = { name, frozenMs, frozenAtCall };
    this.#late = [...this.#late, { course, by, from: this.scene.now, until }];
  }

  async takeLate(index: number): Promise<void> {
    const late = this.#late[index] as Late;
    this.#late = this.#late.toSpliced(index, 1);
    await this.#take(late.course, late.by);
  }

  async answer(worker: Worker, answer: Answer): Promise<void> {
    const course = await worker.course.after(answer);
    for (const line of course.said) this.scene.note(worker.name, line);
    if (course.ended) this.#finish(worker, course.ended.failed, answer.at);
    else this.replace(worker, { course, attempt: 1, from: answer.at, frozenAtCall: worker.frozenMs });
  }

  async thaw(worker: Worker): Promise<void> {
    const { asleep } = worker;
    if (asleep === undefined) return;
    const { asleep: _, ...awake } = worker;
    const now = this.scene.now;
    const frozenMs = worker.frozenMs + now - asleep.since;
    const endsAt = worker.givenUp ? now + AFTER_THAW_MS : worker.endsAt;
    const thawed = { ...awake, frozenMs, endsAt, from: now };
    this.#workers = this.#workers.map((one) => (one === worker ? thawed : one));
    if (asleep.before === 'answer') await this.answer(thawed, { at: now, value: asleep.value });
  }

  async receive(lane: LaneName, messageId: string): Promise<void> {
    const message = this.scene.lanes[lane].queue.take(messageId);
    if (message !== undefined) await this.#invoke(lane, message);
  }

  /** An event never comes. */
  loseEvent(event: Lying): void {
    this.scene.lanes['email-events'].queue.delete(event);
    for (const published of publishedIn(event.body, this.scene.emails)) published.lost = true;
  }

  /** An event comes twice. */
  doubleEvent({ body }: Lying): void {
    this.scene.lanes['email-events'].queue.send(body);
  }

  delete(deletion: Deletion): void {
    this.loseDeletion(deletion);
    this.scene.lanes[deletion.inHand.lane].queue.delete(deletion.inHand);
  }

  loseDeletion(deletion: Deletion): void {
    this.#deletions = this.#deletions.filter((one) => one !== deletion);
  }

  async #take(course: Course, by: Late['by']): Promise<unknown> {
    const before = this.scene.emails.length;
    const value = await (course.asks as Asked).request.effect();
    const email = this.scene.emails[before];
    // The course knows nothing of how long its process stood still.
    if (email) email.by = { process: { name: by.name, frozenMs: by.frozenMs }, frozenBefore: by.frozenAtCall };
    return value;
  }

  async #invoke(lane: LaneName, message: Lying): Promise<void> {
    const worker = await this.scene.invoke(lane, message);
    this.#workers = [...this.#workers, worker];
  }

  #giveUp(worker: Worker): void {
    this.replace(worker, { givenUp: true });
    this.#trouble(worker.inHand);
  }

  #finish(worker: Worker, failed: boolean, at: number): void {
    const { inHand, givenUp, endsAt } = worker;
    if (!givenUp && at > endsAt) {
      this.end(worker);
      return;
    }
    this.#workers = this.#workers.filter((one) => one !== worker);
    if (givenUp) return;
    if (failed) this.#trouble(inHand);
    else this.#deletions = [...this.#deletions, { inHand, from: at, until: at + DELETED_WITHIN_MS }];
  }

  /** An event whose receive failed is not one that the promise counts on. */
  #trouble({ lane, body }: InHand): void {
    if (lane !== 'email-events') return;
    for (const event of publishedIn(body, this.scene.emails)) if (event.appliedAt === undefined) event.troubled = true;
  }
}
