import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import type { Approvals, RequestState } from '../../service/approvals/approvals.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import { showNoteForm } from './approvalForms.ts';
import { nameOf, refuseOthers, sayRefusal } from './approvals.ts';
import { showApproval } from './approvalViews.ts';
import { viewerOf } from './planParts.ts';
import { APPROVAL_WORDS } from './words.ts';

type Noted = Pick<Awaited<ReturnType<Approvals['discuss']>>, 'told' | 'existed'>;

function sayNoted({ told, existed }: Noted): string {
  const says = APPROVAL_WORDS.noted;
  if (existed) return says.existed;
  return told.length === 0 ? says.unheard : says.sent(told);
}

/** Asking and answering about a request that waits: on its card, and in Slack by a reply in the card's thread. */
export function discussingActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor([], { guests: true });

  function show(actor: Actor, state: RequestState, note?: string): Reply {
    const customer = nameOf(policy, actor.customer);
    return { type: 'replace', view: showApproval(state, customer, viewerOf(state.request, actor.id), note) };
  }

  return [
    action.form('approval.note', button, async (actor, _place, { id }) => {
      const state = await service.approvals.load(actor, id);
      const refused = refuseOthers(policy, state.request, actor.id);
      if (state.request.state !== 'waiting' || refused !== undefined) return show(actor, state, refused);
      return {
        type: 'form',
        view: showNoteForm(state, nameOf(policy, actor.customer), viewerOf(state.request, actor.id)),
      };
    }),
    action.replace(
      'approval.noteSubmit',
      button.extend({ fields: z.object({ note: z.string().default('') }).prefault({}) }),
      async (actor, _place, { id, fields }) => {
        try {
          const noted = await service.approvals.discuss(actor, id, fields.note);
          return show(actor, noted.state, noted.told.length === 0 ? sayNoted(noted) : undefined);
        } catch (error) {
          if (!(error instanceof RollcallError)) throw error;
          const { code, message, next } = error;
          if (code === 'INPUT_INVALID') {
            const state = await service.approvals.load(actor, id);
            const errors = { note: `${message} ${next}` };
            const form = showNoteForm(
              state,
              nameOf(policy, actor.customer),
              viewerOf(state.request, actor.id),
              errors,
              fields.note,
            );
            return { type: 'fieldErrors', errors, form };
          }
          if (code !== 'ALREADY_DONE' && code !== 'NOT_YET') throw error;
          return show(actor, await service.approvals.load(actor, id), sayRefusal(error));
        }
      },
    ),
    action.message(
      'approval.thread',
      z.object({ id: z.string(), text: z.string().default('') }),
      async (actor, { message }, { id, text }) => {
        const noted = await service.approvals.discuss(actor, id, text, message?.messageId);
        const tone = noted.existed ? 'info' : 'success';
        const title = sayNoted(noted);
        return { type: 'message', view: { kind: 'notice', tone, title, text: [], buttons: [] } };
      },
    ),
  ];
}
