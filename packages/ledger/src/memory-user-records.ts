import {
  type ConfirmedUser,
  mergeObservation,
  type SourceState,
  type Stored,
  UNFETCHED,
  type UserKey,
  type UserRecord,
  type UserRecords,
} from './user-record.ts';

/** The user records in memory, for tests and simulation. `records` holds them, for those who put others there. */
export function createMemoryUserRecords(records = new Map<string, UserRecord>()): UserRecords {
  const forgotten = new Set<string>();
  const idOf = ({ pool, sub }: UserKey) => `${pool} ${sub}`;
  const find = (key: UserKey) => records.get(idOf(key));
  const put = (key: UserKey, record: UserRecord): Stored => {
    records.set(idOf(key), record);
    return 'stored';
  };
  const putSource = (key: UserKey, source: string, change: (state: SourceState) => SourceState | undefined): Stored => {
    const record = find(key);
    if (record === undefined) return 'deleted';
    const state = change(record.sources[source] ?? UNFETCHED);
    return state === undefined
      ? 'superseded'
      : put(key, { ...record, sources: { ...record.sources, [source]: state } });
  };
  return {
    async open(key, _user: ConfirmedUser, sources) {
      if (forgotten.has(idOf(key))) return undefined;
      const record = find(key);
      const unfetched = Object.fromEntries(sources.map((name) => [name, UNFETCHED]));
      put(key, { ...record, sources: { ...unfetched, ...record?.sources } });
      return find(key);
    },
    read: async (key) => find(key),
    store: async (key, source, { observation, budget }) =>
      putSource(key, source, (state) => {
        const merged = mergeObservation(state, observation, budget);
        return merged === state ? undefined : merged;
      }),
    recordFailure: async (key, source, { status, reason, budget }) =>
      putSource(key, source, (state) => (state.status === 'ok' ? undefined : { ...state, ...budget, status, reason })),
    async recordWriteBack(key, state) {
      const record = find(key);
      return record === undefined ? 'deleted' : put(key, { ...record, writeBack: state });
    },
    async forget(key) {
      records.delete(idOf(key));
      const before = forgotten.size;
      return forgotten.add(idOf(key)).size > before;
    },
  };
}
