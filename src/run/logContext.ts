import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

const carried = new AsyncLocalStorage<Fields>();

/** What every line has that is written while this work is done, by whatever room: a click's id, a job's. */
export const carriedFields = (): Fields => carried.getStore() ?? {};

/** Begins something of its own: its lines say nothing of what brought it about. */
export const beginWithin = <T>(fields: Fields, work: () => T): T => carried.run(fields, work);

/** Work whose lines say this as well. */
export const addWithin = <T>(fields: Fields, work: () => T): T =>
  carried.run({ ...carriedFields(), ...fields }, work);
