import type { KnownBlock, ModalView } from '@slack/types';
import type { View, ViewKind } from '../../flows/views.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { actsConfirm } from './actsConfirm.ts';
import { approval } from './approval.ts';
import { assignConfirm } from './assignConfirm.ts';
import { assignForm } from './assignForm.ts';
import { bulkConfirm } from './bulkConfirm.ts';
import { changeForm } from './changeForm.ts';
import { columnsForm } from './columnsForm.ts';
import { comeBackForm } from './comeBackForm.ts';
import { customerChoice } from './customerChoice.ts';
import { customerForm } from './customerForm.ts';
import { customers } from './customers.ts';
import { customersForm } from './customersForm.ts';
import { drawMessageFor, drawModalFor } from './drawnFor.ts';
import { editForm } from './editForm.ts';
import { fitParts, isTooLong, shortenParts } from './fitMessage.ts';
import { fixForm } from './fixForm.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { leaveForm } from './leaveForm.ts';
import { licenses } from './licenses.ts';
import { localBlocks, localParts } from './localTimes.ts';
import { notice } from './notice.ts';
import { passwordLink } from './passwordLink.ts';
import { passwords } from './passwords.ts';
import { people } from './people.ts';
import { personCard } from './personCard.ts';
import { personConfirm } from './personConfirm.ts';
import { personForm } from './personForm.ts';
import { personResult } from './personResult.ts';
import { personSearch } from './personSearch.ts';
import { presetName } from './presetName.ts';
import { presets } from './presets.ts';
import { progress } from './progress.ts';
import type { MessageDraft, Renderer, SlackMessage } from './renderer.ts';
import { resetForm } from './resetForm.ts';
import { results } from './results.ts';
import { rosterUpload } from './rosterUpload.ts';
import { sendTo } from './sendTo.ts';
import { setupForm } from './setupForm.ts';
import { tickOffForm } from './tickOffForm.ts';
import { verification } from './verification.ts';
import { wave } from './wave.ts';
import { working } from './working.ts';
import { writeForm } from './writeForm.ts';

/** A view kind without a renderer does not compile. */
const RENDERERS = {
  notice,
  customerChoice,
  customersForm,
  wave,
  customerForm,
  customers,
  tickOffForm,
  working,
  help,
  personForm,
  personConfirm,
  personResult,
  passwords,
  passwordLink,
  sendTo,
  rosterUpload,
  verification,
  columnsForm,
  fixForm,
  setupForm,
  bulkConfirm,
  progress,
  results,
  licenses,
  personSearch,
  history,
  assignForm,
  assignConfirm,
  resetForm,
  editForm,
  actsConfirm,
  leaveForm,
  comeBackForm,
  people,
  personCard,
  approval,
  changeForm,
  writeForm,
  presetName,
  presets,
} satisfies { [K in ViewKind]: Renderer<K> };

/** The table knows which renderer takes which view; TypeScript cannot follow that through an index. */
function rendererOf(view: View): { message(view: View): MessageDraft; modal(view: View): ModalView } {
  return RENDERERS[view.kind] as unknown as ReturnType<typeof rendererOf>;
}

/**
 * A view as a message in every form, the fullest first: whole but for lines that are left off, in short, and as one
 * sentence without blocks, which Slack takes in any case. A form that is too long is left out.
 */
export function renderForms(view: View): [SlackMessage, ...SlackMessage[]] {
  const drawnAs = rendererOf(view).message(view);
  const { text } = drawnAs;
  const parts = drawMessageFor(view.drawnFor, drawnAs.blocks);
  const blocks = localParts(parts);
  const bare = { text: `${text} Slack didn't accept the rest of this message.`, blocks: [] };
  const drawn = [fitParts(blocks).slice(0, LIMITS.messageBlocks), localBlocks(shortenParts(parts))];
  const forms = drawn.filter((form) => !isTooLong(form)).map((form) => ({ text, blocks: form }));
  const [first, ...others] = forms;
  return first === undefined ? [bare] : [first, ...others, bare];
}

/** A view as a message. */
export function renderMessage(view: View): SlackMessage {
  return renderForms(view)[0];
}

/** A view as a modal. */
export function renderModal(view: View): ModalView {
  const modal = drawModalFor(view.drawnFor, rendererOf(view).modal(view));
  return { ...modal, blocks: localBlocks(modal.blocks as KnownBlock[]) };
}
