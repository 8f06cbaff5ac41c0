import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { LinkRecord } from '../../service/ports/shownSecrets.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { createRecordFolder } from './recordFolder.ts';

/**
 * A link that is tried late is still worth telling the requester about; after a month nobody remembers the request.
 * Longer keeps more small files, shorter makes a late try look like a guess.
 */
const FORGET_AFTER_MS = 30 * 24 * 3_600_000;

/** What is kept in memory: enough to know which files to read. */
interface Known {
  jobId: string;
  expiresAt: number;
  used: boolean;
  /** Neither opened nor made void. */
  fresh: boolean;
}

/** The part of the store that keeps one-time links. */
export type Links = Pick<
  Store,
  'saveLinks' | 'isLinkOpen' | 'findOpenLink' | 'takeLink' | 'voidLinks' | 'listLinks'
>;

export interface LinksOptions {
  fs: StoreFs;
  /** `links` in the data folder; it exists. */
  folder: string;
  clock: Clock;
  log: Log;
}

function isGood(link: LinkRecord, now: number): boolean {
  return link.openedAt === undefined && link.voidedAt === undefined && link.expiresAt > now;
}

/** One file per link, named for its hash. Old ones go at start and whenever others are saved. */
export async function openLinks({ fs, folder, clock, log }: LinksOptions): Promise<Links> {
  const known = new Map<string, Known>();
  const oneAtATime = createOneAtATime();
  const files = createRecordFolder<LinkRecord>({ fs, folder, key: 'link' });

  function note({ hash, jobId, expiresAt, openedAt, voidedAt, tries }: LinkRecord): void {
    const fresh = openedAt === undefined && voidedAt === undefined;
    known.set(hash, { jobId, expiresAt, fresh, used: openedAt !== undefined || tries > 0 });
  }

  async function read(hash: string): Promise<LinkRecord | undefined> {
    return known.has(hash) ? files.read(hash) : undefined;
  }

  async function write(link: LinkRecord): Promise<void> {
    await files.write(link.hash, link);
    note(link);
  }

  async function forgetOld(): Promise<void> {
    const now = clock.now();
    const old = [...known].filter(([, { expiresAt }]) => expiresAt + FORGET_AFTER_MS <= now);
    for (const [hash] of old) {
      await oneAtATime(hash, async () => {
        await files.remove(hash);
        known.delete(hash);
      });
    }
  }

  for (const link of await files.readAll()) note(link);
  await forgetOld();

  return {
    async saveLinks(links) {
      for (const link of links) await oneAtATime(link.hash, () => write(link));
      // Tidying up is no reason to refuse the links that were just saved.
      await forgetOld().catch((error: unknown) => log.warn({ err: error }, 'store.link_sweep_failed'));
    },
    async isLinkOpen(hash, now) {
      const { fresh = false, expiresAt = 0 } = known.get(hash) ?? {};
      return fresh && now < expiresAt;
    },
    async findOpenLink(hash, now) {
      const link = await read(hash);
      return link !== undefined && isGood(link, now) ? link : undefined;
    },
    takeLink(hash, now) {
      return oneAtATime(hash, async () => {
        const link = await read(hash);
        if (link === undefined) return undefined;
        const won = isGood(link, now);
        const after: LinkRecord = won
          ? { ...link, openedAt: now }
          : { ...link, tries: link.tries + 1, triedAt: now };
        await write(after);
        return { won, link: after };
      });
    },
    async voidLinks(hashes, now) {
      for (const hash of hashes) {
        await oneAtATime(hash, async () => {
          const link = await read(hash);
          if (link !== undefined && isGood(link, now)) await write({ ...link, voidedAt: now });
        });
      }
    },
    async listLinks({ jobId, used }) {
      const links: LinkRecord[] = [];
      for (const [hash, one] of [...known]) {
        const wanted = (jobId === undefined || one.jobId === jobId) && (used === undefined || one.used);
        const link = wanted ? await oneAtATime(hash, () => read(hash)) : undefined;
        if (link !== undefined) links.push(link);
      }
      return links;
    },
  };
}
