/** Microsoft: "Password policies and account restrictions in Microsoft Entra ID". */
const MIN_LENGTH = 8;
const MAX_LENGTH = 256;
const CLASSES_NEEDED = 3;

/**
 * True for a password that Entra's fixed rules accept: 8 to 256 printable ASCII characters or blanks, three of
 * lower case, upper case, digit and symbol. The tenant's list of banned words cannot be checked here.
 */
export function meetsPasswordRules(password: string): boolean {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH) return false;
  if (!/^[\x20-\x7e]*$/.test(password)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  return classes.filter((characters) => characters.test(password)).length >= CLASSES_NEEDED;
}
