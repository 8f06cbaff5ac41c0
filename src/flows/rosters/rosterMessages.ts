import type { MessageRef } from '../../domain/terms.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { isReplaced } from '../../service/rosters/rosterState.ts';
import type { Action } from '../action.ts';
import type { Reply } from '../reply.ts';
import type { NoticeView } from '../views/parts.ts';
import type { View } from '../views.ts';
import { ROSTER_WORDS } from './words.ts';

/** As many files as wait at once in a large house; an older message says on a click that it is out of date. */
const MOST_KNOWN = 500;

/**
 * Where each file's newest message is, so that the one of before can say that it is not. Kept in memory: after a restart
 * an old message keeps its buttons until one of them is pressed, as {@link retireReplaced} has it.
 */
export interface RosterMessages {
  /** The file is shown there now. */
  note(draftId: string, ref: MessageRef | undefined): void;
  /** A new message about a file; those of before, also of the file that it replaces, lose their buttons. */
  answer(draft: DraftRecord<RosterDraft>, view: View): Extract<Reply, { type: 'message' }>;
}

function sayOutdated(fileName: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'info',
    title: ROSTER_WORDS.outdated.title,
    text: [fileName],
    next: ROSTER_WORDS.outdated.next,
    buttons: [],
  };
}

export function createRosterMessages(): RosterMessages {
  const known = new Map<string, MessageRef>();

  function note(draftId: string, ref: MessageRef | undefined): void {
    if (ref === undefined) return;
    known.delete(draftId);
    known.set(draftId, ref);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  }

  return {
    note,
    answer({ id, data }, view) {
      const outdated = [id, data.replaces?.id].flatMap((draftId) => {
        const ref = draftId === undefined ? undefined : known.get(draftId);
        return ref === undefined ? [] : [{ ref, view: sayOutdated(data.fileName) }];
      });
      return { type: 'message', view, outdated, shown: (ref) => note(id, ref) };
    },
  };
}

/** The same actions, of which a button on a file that was replaced says so in its own message, in the place of all its buttons. */
export function retireReplaced(actions: readonly Action[]): Action[] {
  return actions.map((action) => ({
    ...action,
    async run(actor, place, input) {
      try {
        return await action.run(actor, place, input);
      } catch (error) {
        if (!isReplaced(error) || place.message === undefined) throw error;
        const view: NoticeView = {
          kind: 'notice',
          tone: 'info',
          title: error.message,
          text: error.done === undefined ? [] : [error.done],
          next: error.next,
          buttons: [],
        };
        return { type: 'replace', view };
      }
    },
  }));
}
