import type { World } from '../world.ts';

/** Slack: formatting text for apps: only these three are escaped. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What a person typed, as a message event carries it: `&`, `<` and `>` escaped, addresses as links, and
 * `@rollcall` as a mention.
 */
export function formatTyped(world: World, text: string): string {
  return escapeText(text)
    .replaceAll(/\bhttps?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replaceAll(/(?<![\w.+/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (mail) => `<mailto:${mail}|${mail}>`)
    .replaceAll(/(?<!\S)@rollcall\b/gi, `<@${world.botUserId}>`);
}

/** How a client shows text that is markup: links by their words, mentions by name, entities as characters. */
export function showMarkup(text: string): string {
  return text
    .replaceAll(/<([!@#]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, kind: string, target: string, words?: string) => {
      const shown = words ?? target.replace(/^mailto:/, '');
      return kind === '' ? shown : `${kind === '#' ? '#' : '@'}${shown}`;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
