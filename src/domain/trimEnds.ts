/** Plain loops, since a pattern such as /\.+$/ takes the square of a hostile text's length. */

/** The text without any of these characters at its end. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The text without any of these characters at either end. */
export function trimEndsOf(text: string, characters: string): string {
  const trimmed = trimEndOf(text, characters);
  let start = 0;
  while (start < trimmed.length && characters.includes(trimmed.charAt(start))) start += 1;
  return trimmed.slice(start);
}

/** A blank for each part in brackets; what is opened and never closed stays. A bracket inside ends with the outer one. */
export function leaveOutBrackets(text: string, opening: string, closing: string): string {
  let kept = '';
  let from = 0;
  let open = -1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (open < 0 && opening.includes(character)) open = at;
    if (open < 0 || !closing.includes(character)) continue;
    kept += `${text.slice(from, open)} `;
    from = at + 1;
    open = -1;
  }
  return kept + text.slice(from);
}
