/** How the loopback Graph behaves; tests and the sandbox turn these while it runs. */
export interface GraphSwitches {
  /** Milliseconds, for each HTTP request. */
  latencyMs: number;
  /**
   * Milliseconds after a create in which reads do not see the user and changes do not find it. A second create of
   * the name is a conflict at once.
   */
  replicationMs: number;
  /** How the quota refills; `none` never throttles. */
  quota: 'none' | 'bucket' | 'window';
  quotaWrites: number;
  quotaMs: number;
  /** Connections are dropped without an answer. */
  down: boolean;
  /**
   * Objects that the app may still create. Microsoft: "Microsoft Entra service limits": 250 for whoever has no role in the
   * directory.
   */
  principalQuota: number;
  /** Passwords that count as banned. */
  bannedPassword: (password: string) => boolean;
  /** Paths, below /v1.0 and decoded, that answer 403. */
  forbidden: RegExp | undefined;
  /** The tenant has no Microsoft Entra ID P1, so that `signInActivity` is refused. */
  noPremium: boolean;
  /** Microsoft: "List users": 500 in a page with `signInActivity`; it has been 120. */
  largestSignInPage: number;
  /** People come from an Active Directory. */
  directorySync: boolean;
  /** The tenant's policy allows no Temporary Access Passes. */
  passesOff: boolean;
  /** What the tenant's policy says of a pass's lifetime. Microsoft: "Temporary Access Pass": one to eight hours. */
  passMinutes: { minimum: number; maximum: number; usual: number };
}

/** Everything works at once. Microsoft: "Identity and access service limits": 3,000 writes in 150 seconds. */
export function createSwitches(): GraphSwitches {
  return {
    latencyMs: 0,
    replicationMs: 0,
    quota: 'none',
    quotaWrites: 3_000,
    quotaMs: 150_000,
    down: false,
    principalQuota: Number.POSITIVE_INFINITY,
    bannedPassword: () => false,
    forbidden: undefined,
    noPremium: false,
    largestSignInPage: 500,
    directorySync: false,
    passesOff: false,
    passMinutes: { minimum: 60, maximum: 480, usual: 60 },
  };
}
