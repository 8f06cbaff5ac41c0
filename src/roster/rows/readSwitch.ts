/** "Yes" and "No" in the languages that Microsoft's templates come in, and what spreadsheets make of them. */
const YES = new Set(
  'yes y true 1 x on oui ja j sí si sì sim tak ano áno kyllä igen evet да так ναι da taip jā jah 是 はい 예 نعم כן'.split(
    ' ',
  ),
);
const NO = new Set(
  'no n false 0 off non nein nee nej nei não nao nie ne ei nem hayır нет ні не όχι nu ні nē 否 いいえ 아니요 아니오 لا לא'.split(
    ' ',
  ),
);

/** True for yes, false for no, undefined for anything else. */
export function readSwitch(cell: string): boolean | undefined {
  const word = cell.normalize('NFC').toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}
