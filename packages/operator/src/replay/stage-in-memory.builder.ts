import { encodeMessage } from '@postconfirm/contract';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import type { DeadLetterBox } from '../dead-letters/dead-letter-box.ts';
import type { Wait } from '../wait.ts';
import type { CanaryOutcome } from './canary-outcomes.ts';
import { aDeadLetter, aMessage, NOW } from './dead-letter.builder.ts';
import type { Note } from './journal-notes.ts';
import type { Prediction } from './prediction.ts';
import type { RunPorts } from './run-state.ts';

/** By the timers that the tests move. */
const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
    if (signal?.aborted) resolve();
  });

const letterOf = (id: string) =>
  aDeadLetter({ messageId: id, body: encodeMessage(aMessage({ subject: id })), sentAt: NOW });

export const lettersOf = (count: number) => Array.from({ length: count }, (_, index) => letterOf(`m${index}`));

/** A stage in memory: a dead-letter queue, the queue behind it, a journal; and a process that can be ended. */
export function aStage(letters: readonly DeadLetter[]) {
  const lying = new Map(letters.map((letter) => [letter.messageId, letter]));
  const hidden = new Set<string>();
  const copies: string[] = [];
  const notes: Note[] = [];
  const kept: number[] = [];
  const stage = { lying, hidden, copies, notes, kept, isDead: false, prediction: { kind: 'would-send' } as Prediction };
  const alive = () => {
    if (stage.isDead) throw new Error('The process is dead.');
  };
  const box: DeadLetterBox = {
    queue: 'email',
    async borrow({ received, signal }) {
      alive();
      const page = [...lying.values()].filter(({ messageId }) => !hidden.has(messageId));
      if (signal?.aborted) return [];
      for (const { messageId } of page) hidden.add(messageId);
      await received?.(page);
      return page;
    },
    async giveBack(some) {
      alive();
      for (const { messageId } of some) hidden.delete(messageId);
    },
    async keep(some) {
      alive();
      kept.push(some.length);
    },
    async remove(some) {
      alive();
      for (const { messageId } of some) {
        lying.delete(messageId);
        hidden.delete(messageId);
      }
      return new Set(some.map(({ messageId }) => messageId));
    },
  };
  const ports: RunPorts = {
    box,
    foresee: async (some) => some.map(() => stage.prediction),
    async send(some) {
      alive();
      copies.push(...some.map(({ letter }) => letter.messageId));
      return { acknowledged: new Set(some.map(({ letter }) => letter.messageId)), refused: new Map() };
    },
    outcomes: async (some) => some.map((): CanaryOutcome => 'done'),
    async write(note) {
      alive();
      notes.push(note);
    },
    now: Date.now,
    wait,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  return { ...stage, stage, box, ports };
}
