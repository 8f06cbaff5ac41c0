/** Between a field's id and its round; no field's id holds it. */
const BEFORE_ROUND = '~';

/** The block of a field: the field's id, with the round once the field was given another value from outside. */
export function blockIdOf(field: string, round: number): string {
  return round === 0 ? field : `${field}${BEFORE_ROUND}${round}`;
}

/** The field that a block is for. */
export function fieldOfBlock(blockId: string): string {
  return blockId.split(BEFORE_ROUND)[0] ?? blockId;
}
