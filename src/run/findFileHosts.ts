import { CLOUDS, type CloudName } from '../domain/clouds.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Directory } from '../service/ports/directory.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';

/**
 * Our own number: a tenant whose domains cannot be read now is asked again. Also how rarely a refused file makes us ask:
 * whoever sends links to elsewhere brings one read a minute about, and a person's second try finds what is new.
 */
const AGAIN_MS = 60_000;
/** Our own number: whoever sent the file waits for it, and is refused as before when the directory is slow. */
const LOOK_WITHIN_MS = 5_000;
/** Our own number: a first domain is never taken away, and comes with a new customer or a tenant that was moved. */
const DAILY_MS = 24 * 60 * 60_000;

/**
 * Where the files of a tenant's people lie: OneDrive and SharePoint under the name of its first onmicrosoft.com domain.
 * Microsoft: "Plan for and create SharePoint host names"; renamed and multi-geo tenants have others, which are listed by
 * hand, as a rule for them would let other tenants in.
 */
export function hostsOf(initialDomain: string, cloud: CloudName): string[] {
  // Microsoft: "onmicrosoft.com fallback domain": .us in the US government's clouds; China's have a name of their own.
  const name = /^([a-z0-9-]+)\.(?:onmicrosoft\.[a-z]+|partner\.onmschina\.cn)$/i.exec(initialDomain)?.[1];
  if (name === undefined) return [];
  const tenant = name.toLowerCase();
  const { sharePoint } = CLOUDS[cloud];
  return [`${tenant}-my.${sharePoint}`, `${tenant}.${sharePoint}`];
}

/** Where the files of Teams are taken from. */
export interface FileHosts {
  hosts(): readonly string[];
  /** Asks the directories again, unless that was done within the last minute. Takes 5 s at most, and never throws. */
  lookAgain(): Promise<void>;
  start(): void;
  stop(): void;
}

/**
 * The hosts that Teams' files are taken from: those that are listed, and those of the customers whose people may use Teams,
 * once their directories have said how their tenants are called. They are asked at the start, daily, and when a file was
 * refused; what one has said holds while it cannot be read.
 */
export function findFileHosts(options: {
  listed: readonly string[];
  cloud: CloudName;
  /** Of the directory where a customer names none. */
  tenantId: string;
  policy: Pick<Policy, 'customers' | 'teamsTenants'>;
  directoryFor: (customer: string) => Pick<Directory, 'listDomains'>;
  clock: Clock;
  log: Log;
}): FileHosts {
  const { listed, cloud, policy, directoryFor, clock, log } = options;
  const stopping = new AbortController();
  /** By customer. */
  let found = new Map<string, readonly string[]>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<boolean> | undefined;
  const hosts = () => [...new Set([...listed, ...[...found.values()].flat()])];

  async function lookAt(customer: string): Promise<readonly string[] | undefined> {
    try {
      const domains = await directoryFor(customer).listDomains();
      return domains.flatMap(({ id, isInitial }) => (isInitial ? hostsOf(id, cloud) : []));
    } catch (error) {
      log.warn({ err: error, customer }, 'teams.file_hosts_unknown');
      return undefined;
    }
  }

  /** Whether every directory answered. */
  async function look(): Promise<boolean> {
    lookedAt = clock.now();
    const tenants = new Set(policy.teamsTenants.map((one) => one.toLowerCase()));
    const customers = policy.customers.filter(({ tenantId }) =>
      tenants.has((tenantId ?? options.tenantId).toLowerCase()),
    );
    const answers = await Promise.all(customers.map(async ({ id }) => [id, await lookAt(id)] as const));
    const before = hosts().join();
    found = new Map(answers.map(([id, answer]) => [id, answer ?? found.get(id) ?? []]));
    if (hosts().join() !== before) log.info({ hosts: hosts() }, 'teams.file_hosts');
    return answers.every(([, answer]) => answer !== undefined);
  }

  function lookOnce(): Promise<boolean> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      const known = await lookOnce();
      await clock.sleep(known ? DAILY_MS : AGAIN_MS, stopping.signal);
    }
  }

  return {
    hosts,
    async lookAgain() {
      if (looking === undefined && clock.now() - lookedAt < AGAIN_MS) return;
      const answered = new AbortController();
      await Promise.race([lookOnce(), clock.sleep(LOOK_WITHIN_MS, answered.signal)]);
      answered.abort();
    },
    start: () => void keepLooking(),
    stop: () => stopping.abort(),
  };
}
