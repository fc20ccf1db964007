// A typed emitter: who has news tells them by name, and whoever needs them listens. Heard at once, in order.

/** `Events` maps the name of each event to what it carries. */
export class Emitter<Events> {
  readonly #listeners: { [Name in keyof Events]?: ((news: Events[Name]) => void)[] } = {};

  /** Those who listen to the same event hear of it in the order in which they began to. */
  on<Name extends keyof Events>(name: Name, listener: (news: Events[Name]) => void): void {
    const listeners = this.#listeners[name] ?? [];
    listeners.push(listener);
    this.#listeners[name] = listeners;
  }

  emit<Name extends keyof Events>(name: Name, news: Events[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(news);
  }
}
