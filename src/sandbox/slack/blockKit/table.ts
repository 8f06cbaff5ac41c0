import { richTextLength, richTextShape } from './richText.ts';
import {
  boolean,
  list,
  number,
  object,
  oneOf,
  pointer,
  problem,
  type Shape,
  string,
  typed,
} from './shape.ts';

/** Slack: Block Kit, table block. */
const ROWS_MAX = 100;
/** Slack: Block Kit, table block. */
const COLUMNS_MAX = 20;
/** Most characters in all cells together (vercel/chat's table of Slack limits). */
const CHARACTERS_MAX = 10_000;

const cell = typed({
  raw_text: { required: { text: string({ min: 1 }) } },
  raw_number: { required: { value: number, text: string({ min: 1 }) } },
  rich_text: { ...richTextShape, optional: { block_id: string({ min: 1, max: 255 }) } },
});

function charactersInCells(table: Record<string, unknown>, at: string): string[] {
  const rows = Array.isArray(table.rows) ? table.rows : [];
  const length = rows.flat().reduce((sum: number, each) => sum + richTextLength(each), 0);
  if (length <= CHARACTERS_MAX) return [];
  return [problem(`must be less than ${CHARACTERS_MAX + 1} characters in all cells`, pointer(at, 'rows'))];
}

/** A table block: `rows` of cells and how its columns are set. */
export const tableShape: Shape = {
  required: { rows: list(list(cell, { min: 1, max: COLUMNS_MAX }), { min: 1, max: ROWS_MAX }) },
  optional: {
    column_settings: list(
      object({ required: {}, optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }),
      { min: 1, max: COLUMNS_MAX },
    ),
  },
  rules: [charactersInCells],
};
