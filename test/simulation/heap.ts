/** What waits for a moment; of one moment, in the order of their making. */
type Due = { at: number; order: number };

const isBefore = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Into a binary heap: the agenda of a long world holds thousands, a queue behind a launch day a million. */
export function push<T extends Due>(heap: T[], item: T): void {
  let index = heap.push(item) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as T;
    if (!isBefore(item, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = item;
}

/** The first that is due, out of the heap. */
export function pop<T extends Due>(heap: T[]): T | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const lesser = right < heap.length && isBefore(heap[right] as T, heap[left] as T) ? right : left;
    if (!isBefore(heap[lesser] as T, last)) break;
    heap[index] = heap[lesser] as T;
    index = lesser;
  }
  heap[index] = last;
  return first;
}
