type Key = string | readonly string[];
type Tree = Record<string, unknown>;

/** Where cognito-local keeps what it knows: in memory, for a store of its own writes the whole pool to disk at every change. */
export class MemoryStores {
  create(_context: object, _id: string, defaults: Tree): Promise<MemoryStore> {
    return Promise.resolve(new MemoryStore(defaults));
  }
}

class MemoryStore {
  #root: Tree;

  constructor(root: Tree) {
    this.#root = root;
  }

  async getRoot(): Promise<unknown> {
    return this.#root;
  }

  async get(_context: object, key: Key, otherwise: unknown = null): Promise<unknown> {
    return [key].flat().reduce<unknown>((tree, name) => (tree as Tree | undefined)?.[name], this.#root) ?? otherwise;
  }

  async set(_context: object, key: Key, value: unknown): Promise<void> {
    const { holder, name } = this.#place(key);
    holder[name] = value;
  }

  async delete(_context: object, key: Key): Promise<void> {
    const { holder, name } = this.#place(key);
    delete holder[name];
  }

  #place(key: Key): { holder: Tree; name: string } {
    const names = [key].flat();
    const name = names.pop() ?? '';
    const holder = names.reduce((tree, step) => {
      tree[step] ??= {};
      return tree[step] as Tree;
    }, this.#root);
    return { holder, name };
  }
}
