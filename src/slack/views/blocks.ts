import type {
  ActionsBlock,
  Button as ButtonElement,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  PlainTextElement,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import type { Button } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';

/** Literal text. Slack refuses an empty one, so nothing shows as a dash; `:smile:` stays as typed. */
export function plain(text: string, length: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, length) || '–', emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

/** A paragraph of literal text. */
export function paragraph(text: string): SectionBlock {
  return { type: 'section', text: plain(text, LIMITS.text) };
}

/** A paragraph of our own words, made with the `mrkdwn` tag. */
export function prose(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, LIMITS.text) } };
}

/** Small grey literal text. */
export function note(...texts: readonly string[]): ContextBlock {
  return {
    type: 'context',
    elements: texts.slice(0, LIMITS.contextElements).map((text) => plain(text, LIMITS.text)),
  };
}

function confirmDialog(confirm: NonNullable<Button['confirm']>, style: Button['style']): ConfirmationDialog {
  return {
    title: plain(confirm.title, LIMITS.confirmTitle),
    text: plain(confirm.text, LIMITS.confirmText),
    confirm: plain(confirm.ok, LIMITS.confirmButton),
    deny: plain('Back', LIMITS.confirmButton),
    // Without it Slack colors the button green, also for a deletion.
    ...(style === undefined ? {} : { style }),
  };
}

export function button(of: Button): ButtonElement {
  return {
    type: 'button',
    action_id: of.action,
    text: plain(of.label, LIMITS.buttonText),
    value: JSON.stringify({ id: of.id, version: of.version }),
    ...(of.style === undefined ? {} : { style: of.style }),
    ...(of.confirm === undefined ? {} : { confirm: confirmDialog(of.confirm, of.style) }),
  };
}

/**
 * Rows of buttons in their order; none for no buttons. Buttons of one action would share an id, so they stand in different
 * rows.
 */
export function actions(buttons: readonly Button[]): ActionsBlock[] {
  const rows: Button[][] = [];
  for (const one of buttons) {
    const row = rows.at(-1);
    const fits = row !== undefined && row.length < LIMITS.actions;
    if (fits && row.every(({ action }) => action !== one.action)) row.push(one);
    else rows.push([one]);
  }
  return rows.map((row) => ({ type: 'actions', elements: row.map(button) }));
}

/** A table of literal text, with the first row as its header. Messages only: Slack allows none in a modal. */
export function table(rows: readonly (readonly string[])[]): TableBlock {
  let left: number = LIMITS.tableCharacters;
  return {
    type: 'table',
    column_settings: (rows[0] ?? []).slice(0, LIMITS.tableColumns).map(() => ({ is_wrapped: true })),
    rows: rows.slice(0, LIMITS.tableRows).map((row) =>
      row.slice(0, LIMITS.tableColumns).map((cell) => {
        const text = cut(cell, Math.max(1, left)) || '–';
        left -= text.length;
        return { type: 'raw_text', text };
      }),
    ),
  };
}
