import { join } from 'node:path';
import { Low } from 'lowdb';
import type { MessageRef } from '../../domain/terms.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { ShownCard } from '../../service/ports/shownSecrets.ts';
import type { Store } from '../../service/ports/store.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface ShownDocument extends Document {
  cards: ShownCard[];
}

/** The part of the store that keeps which messages are to be emptied. */
export type ShownCards = Pick<Store, 'saveShown' | 'forgetShown' | 'listShown'>;

function isSame(one: MessageRef, other: MessageRef): boolean {
  return (
    one.platform === other.platform &&
    one.conversationId === other.conversationId &&
    one.messageId === other.messageId
  );
}

/** Messages that show a secret for a few minutes: one small document. */
export async function openShownCards(fs: StoreFs, folder: string): Promise<ShownCards> {
  const adapter = createDurableDocument<ShownDocument>({
    fs,
    file: join(folder, 'shown.json'),
    requires: ['cards'],
    backup: false,
  });
  const document = new Low<ShownDocument>(adapter, { schema: SCHEMA, cards: [] });
  await document.read();
  const oneAtATime = createOneAtATime();

  function change(to: (cards: readonly ShownCard[]) => ShownCard[]): Promise<void> {
    return oneAtATime('shown', async () => {
      const fresh: ShownDocument = { schema: SCHEMA, cards: to(document.data.cards) };
      await document.adapter.write(fresh);
      document.data = fresh;
    });
  }

  return {
    saveShown: (card) =>
      change((cards) => [...cards.filter(({ ref }) => !isSame(ref, card.ref)), structuredClone(card)]),
    forgetShown: (ref) => change((cards) => cards.filter((card) => !isSame(card.ref, ref))),
    listShown: async () => structuredClone(document.data.cards),
  };
}
