import type { Actor, MessageRef } from '../../domain/terms.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { isReplaced } from '../../service/rosters/rosterState.ts';
import type { WaveState } from '../../service/waves/waves.ts';
import type { Action } from '../action.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import type { NoticeView } from '../views/parts.ts';
import type { View } from '../views.ts';
import { ROSTER_WORDS } from './words.ts';

/** What becomes of a file's older messages; one that is missed says on a click that it is out of date. */
export interface RosterMessages {
  /** The file is shown there now. Never throws: a message that keeps its buttons is the smaller harm. */
  note(actor: Actor, draftId: string, ref: MessageRef | undefined): Promise<void>;
  /** A new message about a file for several customers; those of before lose their buttons as well. */
  answerWave(actor: Actor, state: WaveState, view: View): Promise<Extract<Reply, { type: 'message' }>>;
  /** A new message about a file; those of before, also of the file that it replaces, lose their buttons. */
  answer(
    actor: Actor,
    draft: DraftRecord<RosterDraft>,
    view: View,
  ): Promise<Extract<Reply, { type: 'message' }>>;
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

export function createRosterMessages({
  service: { shownFiles },
  log,
}: Pick<FlowContext, 'service' | 'log'>): RosterMessages {
  async function note(actor: Actor, draftId: string, ref: MessageRef | undefined): Promise<void> {
    if (ref === undefined) return;
    try {
      await shownFiles.note(actor, draftId, ref);
    } catch (error) {
      log.warn({ err: error }, 'roster.message_not_noted');
    }
  }

  async function answer(
    actor: Actor,
    id: string,
    fileName: string,
    replaced: string | undefined,
    view: View,
  ): Promise<Extract<Reply, { type: 'message' }>> {
    const before = [id, replaced].filter((each) => each !== undefined);
    const refs = await shownFiles.find(before);
    const outdated = refs.map((ref) => ({ ref, view: sayOutdated(fileName) }));
    return { type: 'message', view, outdated, shown: (ref) => note(actor, id, ref) };
  }

  return {
    note,
    answer: (actor, { id, data }, view) => answer(actor, id, data.fileName, data.replaces?.id, view),
    answerWave: (actor, { wave: { id, data } }, view) =>
      answer(actor, id, data.fileName, data.replacesId, view),
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
