// Many rows of LevelDB at a time: one at a time takes twice as long.

/** What is needed of an iterator of LevelDB. */
interface Pageable<K, V> {
  nextv(size: number): Promise<[K, V][]>;
  close(): Promise<void>;
}

/**
 * Pages of at most so many rows, none of them empty. `open` is called when the first is asked for; what it gives
 * is closed at the end, also when nobody wants more.
 */
export async function* pagesOf<K, V>(
  open: () => Pageable<K, V>,
  rows: number,
): AsyncGenerator<[K, V][]> {
  const iterator = open();
  try {
    for (;;) {
      const page = await iterator.nextv(rows);
      if (page.length === 0) return;
      yield page;
    }
  } finally {
    await iterator.close();
  }
}
