/** How much of a drill to run. */
export interface DrillOptions {
  /** What `npm test` has time for. */
  short: boolean;
}

/** What a drill found. All three are to be 0. */
export interface DrillLine {
  drill: string;
  /** People without an account, a license, a result or a message that is due to them. */
  lost: number;
  /** Accounts, jobs or results that are there more than once. */
  duplicated: number;
  /** Accounts whose password nobody has. */
  passwordsLost: number;
  /** Mails whose state says something else than what happened. To be 0 where it is given. */
  untrue?: number;
  /** Points of the drill that were not reached, so that it proves less than it says. To be 0 where it is given. */
  notReached?: number;
  /** Bounds of its own that were exceeded. To be 0 where it is given. */
  notKept?: number;
  [measure: string]: string | number;
}

export type Drill = (options: DrillOptions) => Promise<DrillLine[]>;

/** What in a line is not as it has to be: `passwordsLost 3`. */
export function findFailures({
  lost,
  duplicated,
  passwordsLost,
  untrue = 0,
  notReached = 0,
  notKept = 0,
}: DrillLine): string[] {
  return Object.entries({ lost, duplicated, passwordsLost, untrue, notReached, notKept }).flatMap(
    ([name, count]) => (count === 0 ? [] : [`${name} ${count}`]),
  );
}

/** As many findings of a scene are printed as tell what is wrong. */
export const SAID = 20;
