import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

/** Whoever follows what is done, and for what, besides the log. */
export interface Follower {
  /** Carries the work out, which these fields are said of. `isOwn`: it is no part of what is done around it. */
  begin<T>(fields: Fields, work: () => T, isOwn: boolean): T;
  /** A line of the log, whatever its level, with its own fields. */
  hear(event: string, fields: Fields): void;
}

const carried = new AsyncLocalStorage<Fields>();
let follower: Follower | undefined;

/** From now on; undefined: nobody does any more. */
export function followWith(next: Follower | undefined): void {
  follower = next;
}

/** What every line has that is written while this work is done, by whatever room: a click's id, a job's. */
export const carriedFields = (): Fields => carried.getStore() ?? {};

function carry<T>(all: Fields, fields: Fields, work: () => T, isOwn: boolean): T {
  const following = follower;
  return carried.run(all, following === undefined ? work : () => following.begin(fields, work, isOwn));
}

/** Begins something of its own: its lines say nothing of what brought it about. */
export const beginWithin = <T>(fields: Fields, work: () => T): T => carry(fields, fields, work, true);

/** Work whose lines say this as well. */
export const addWithin = <T>(fields: Fields, work: () => T): T =>
  carry({ ...carriedFields(), ...fields }, fields, work, false);

/** A line is written. */
export const hear = (event: string, fields: Fields): void => follower?.hear(event, fields);
