import { type Delivery, readDeliveries } from '@postconfirm/ledger';
import { createForesee } from '../replay/foresee.ts';
import type { Stage } from '../stage/stage.ts';
import { subjectOf } from './content.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import type { DeadLetterFilter } from './dead-letter-filter.ts';
import { lookAt } from './look-at.ts';
import { maskedLetter } from './masked-letter.ts';

type Show = { filter: DeadLetterFilter; signal: AbortSignal; now: () => number; reveal: boolean };

/** So many of a queue are looked through. */
const MOST = 10_000;

/** Each matching dead letter with its delivery and what a replay of it would do; given back already. */
export async function showDeadLetters(stage: Stage, boxes: readonly DeadLetterBox[], show: Show) {
  const looks = await Promise.all(boxes.map((box) => lookAt(box, { most: MOST, ...show })));
  const found = looks.filter(({ letters }) => letters.length > 0);
  const shown = await Promise.all(found.map(({ letters }) => explained(stage, letters, show)));
  return { shown: shown.flat(), seen: looks.reduce((sum, look) => sum + look.seen, 0) };
}

async function explained(stage: Stage, letters: readonly DeadLetter[], { now, reveal }: Show) {
  const [{ queue }] = letters as [DeadLetter];
  const foresee = await createForesee(stage, queue, now);
  const predictions = await foresee(letters, { evenIfStale: false, again: false });
  const deliveries = await deliveriesOf(stage, letters);
  return letters.map((letter, index) => ({
    ...maskedLetter(letter, reveal),
    delivery: deliveries.get(letter),
    prediction: predictions[index],
  }));
}

async function deliveriesOf({ clients, tableName }: Stage, letters: readonly DeadLetter[]) {
  const named = letters.flatMap((letter) => {
    const key = subjectOf(letter.content);
    return key ? [{ letter, key }] : [];
  });
  const found = await readDeliveries(
    clients.dynamodb,
    tableName,
    named.map(({ key }) => key),
  );
  return new Map<DeadLetter, Delivery | undefined>(named.map(({ letter }, index) => [letter, found[index]]));
}
