import { inspect } from 'node:util';

/**
 * A value in memory that never prints. Templates, JSON, util.inspect and loggers show `[secret]`;
 * only {@link Secret.reveal} gives the value.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
