import { join } from 'node:path';
import { Low } from 'lowdb';
import type { LinkRecord } from '../service/ports/records.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { createDurableDocument, type Document, SCHEMA } from './durableDocument.ts';
import { fileNameFor } from './fileNames.ts';
import { createOneAtATime } from './oneAtATime.ts';
import { describeWriteFailure } from './storeErrors.ts';
import type { StoreFs } from './storeFs.ts';
import { isLeftover } from './writeDurably.ts';

/**
 * A link that is tried late is still worth telling the requester about; after a month nobody remembers the request.
 * Longer keeps more small files, shorter makes a late try look like a guess.
 */
const FORGET_AFTER_MS = 30 * 24 * 3_600_000;

interface LinkDocument extends Document {
  link: LinkRecord;
}

/** What is kept in memory: enough to know which files to read. */
interface Known {
  jobId: string;
  expiresAt: number;
  used: boolean;
}

/** The part of the store that keeps one-time links. */
export type Links = Pick<Store, 'saveLinks' | 'takeLink' | 'voidLinks' | 'listLinks'>;

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

  function openDocument(name: string, link?: LinkRecord): Low<LinkDocument> {
    const adapter = createDurableDocument<LinkDocument>({
      fs,
      file: join(folder, name),
      requires: ['link'],
      backup: false,
    });
    return new Low(adapter, { schema: SCHEMA, link } as LinkDocument);
  }

  function nameOf(hash: string): string {
    return `${fileNameFor(hash)}.json`;
  }

  function note({ hash, jobId, expiresAt, openedAt, tries }: LinkRecord): void {
    known.set(hash, { jobId, expiresAt, used: openedAt !== undefined || tries > 0 });
  }

  async function read(hash: string): Promise<LinkRecord | undefined> {
    if (!known.has(hash)) return undefined;
    const document = openDocument(nameOf(hash));
    await document.read();
    return document.data.link;
  }

  async function write(link: LinkRecord): Promise<void> {
    await openDocument(nameOf(link.hash), link).write();
    note(link);
  }

  async function forgetOld(): Promise<void> {
    const now = clock.now();
    const old = [...known].filter(([, { expiresAt }]) => expiresAt + FORGET_AFTER_MS <= now);
    for (const [hash] of old) {
      await oneAtATime(hash, async () => {
        const file = join(folder, nameOf(hash));
        try {
          await fs.rm(file, { force: true });
        } catch (cause) {
          throw describeWriteFailure(file, cause);
        }
        known.delete(hash);
      });
    }
  }

  for (const name of await fs.readdir(folder)) {
    if (isLeftover(name)) {
      await fs.rm(join(folder, name), { force: true });
      continue;
    }
    if (!name.endsWith('.json')) continue;
    const document = openDocument(name);
    await document.read();
    note(document.data.link);
  }
  await forgetOld();

  return {
    async saveLinks(links) {
      for (const link of links) await oneAtATime(link.hash, () => write(link));
      // Tidying up is no reason to refuse the links that were just saved.
      await forgetOld().catch((error: unknown) => log.warn({ err: error }, 'store.link_sweep_failed'));
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
