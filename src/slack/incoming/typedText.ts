import { MAX_TYPED } from '../../flows/commands.ts';

/**
 * What a person typed, from what Slack sends: `&`, `<` and `>` come escaped, addresses and links come as
 * `<mailto:ada@contoso.com|ada@contoso.com>` and `<https://…|label>`. Slack: "Formatting text for app surfaces",
 * retrieving messages.
 */
export function readTyped(text: string): string {
  return text
    .slice(0, MAX_TYPED)
    .replace(/<(?:mailto:|https?:\/\/|tel:)[^<|>]*\|([^<>]*)>/g, '$1')
    .replace(/<(?:mailto:|tel:)([^<|>]*)>/g, '$1')
    .replace(/<(https?:\/\/[^<|>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
