// Wraps a port for a test: some methods are replaced, the others go through.

/** `port` with the methods of `changes` instead of its own. Works on classes with private fields. */
export function wrap<T extends object>(port: T, changes: Partial<T>): T {
  return new Proxy(port, {
    get(target, name) {
      if (name in changes) return changes[name as keyof T];
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
