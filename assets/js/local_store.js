// IndexedDB as promises; where the browser refuses it (private windows, full disk) a store in memory that says so.
export class LocalStore {
  constructor(name, stores) {
    this.durable = true;
    this.db = new Promise((done) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, options] of Object.entries(stores)) request.result.createObjectStore(store, options);
      };
      request.onsuccess = () => done(request.result);
      request.onerror = request.onblocked = () => done(null);
    }).catch(() => null).then((db) => db ?? this.refuse(stores));
  }
  refuse(stores) {
    this.durable = false;
    this.memory = Object.fromEntries(Object.entries(stores).map(([name, options]) => [name, { options, rows: new Map(), last: 0 }]));
    return null;
  }
  /** Runs `work(store)` in one transaction of one store and resolves with its request's result once it is committed. */
  async run(store, mode, work) {
    const db = await this.db;
    if (!db) return work(memoryStore(this.memory[store])).result;
    const transaction = db.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = transaction.onerror = () => fail(transaction.error ?? request?.error);
    });
  }
  add(store, row) { return this.run(store, "readwrite", (rows) => rows.add(row)); }
  put(store, row) { return this.run(store, "readwrite", (rows) => rows.put(row)); }
  all(store) { return this.run(store, "readonly", (rows) => rows.getAll()); }
  remove(store, key) { return this.run(store, "readwrite", (rows) => rows.delete(key)); }
}

function memoryStore(place) {
  const path = place.options.keyPath;
  const keyOf = (row) => JSON.stringify([path].flat().map((part) => row[part]));
  const put = (row) => {
    const kept = place.options.autoIncrement && row[path] === undefined ? { ...row, [path]: ++place.last } : row;
    place.rows.set(keyOf(kept), kept);
    return { result: Array.isArray(path) ? path.map((part) => kept[part]) : kept[path] };
  };
  return {
    add: put, put,
    getAll: () => ({ result: [...place.rows.values()] }),
    delete: (key) => ({ result: place.rows.delete(JSON.stringify([key].flat())) }),
  };
}
