import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../../src/sandbox/slack/blockKit/checkMessage.ts';
import { checkView } from '../../../src/sandbox/slack/blockKit/checkView.ts';
import { renderMessage, renderModal } from '../../../src/slack/views/render.ts';
import { sampleViews } from '../../views/sampleViews.ts';

const WHEN = '2026-07-05 09:30 UTC';
const DATE = `"type":"date","timestamp":${Date.parse('2026-07-05T09:30Z') / 1_000}`;
const views = sampleViews('x');

describe('C11: times in Slack', () => {
  it('are dates, which Slack shows in the zone of whoever reads them', () => {
    for (const view of [
      { ...views.notice, text: [`Opened on ${WHEN}. Nothing else.`] },
      { ...views.history, entries: views.history.entries.slice(0, 1).map((one) => ({ ...one, when: WHEN })) },
      { ...views.approval, until: `until ${WHEN}` },
    ]) {
      const message = renderMessage(view);
      expect(JSON.stringify(message.blocks), view.kind).toContain(DATE);
      expect(checkMessage(message as never)).toEqual([]);
      const modal = renderModal(view);
      expect(JSON.stringify(modal.blocks), view.kind).toContain(DATE);
      expect(checkView(modal as never)).toEqual([]);
    }
  });

  it('leave the words around them literal, and a text without any as it was', () => {
    const said = JSON.stringify(
      renderMessage({ ...views.notice, text: [`*not bold* ${WHEN} <!here>`] }).blocks,
    );
    expect(said).toContain('{"type":"text","text":"*not bold* "}');
    expect(said).toContain('{"type":"text","text":" <!here>"}');
    const plain = { ...views.notice, text: ['No time here.'] };
    expect(JSON.stringify(renderMessage(plain).blocks)).not.toContain('"date"');
  });
});
