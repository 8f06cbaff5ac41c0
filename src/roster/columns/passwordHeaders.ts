import { leaveOutBrackets } from '../../domain/trimEnds.ts';
import { foldHeader } from './headerWords.ts';

function listWords(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' ').map(foldHeader));
}

/**
 * The word for a password, or what its forms begin with, in every language that Microsoft's templates come in, and in
 * a few more. Long enough to be found inside a header as well.
 */
const WORDS = listWords(
  'password passwort passwd passphrase passcode paswoord passord paswort pasword passwuert',
  'kennwort wachtwoord wagwoord losenord kodeord adgangskod salasan lykilorð leyniorð loyniorð',
  'motdepasse motspasse contrasena contrasenya contrasinal pasahitz clavedeacceso senha palavrapasse palavrachave',
  'parola parole parool salasona slaptazod heslo hesla haslo hasł lozink zapork geslo gesla jelsz sifre fjalekalim',
  'zugangscode zugangsdaten geheimwort accesscode logincode passkey motpasse motdacces codeacces codedacces',
  'codigoacceso codigodeacceso codiceaccesso codicediaccesso toegangscode koddostepu coddeacces коддоступа',
  'cyfrinair pasfhocal facalfaire nenosiri katasandi katalaluan matkhau парол лозинк құпиясөз',
  'κωδικοςπροσβασης κωδικοσπροσβασης κωδικοιπροσβασης συνθηματικο ծածկագիր გასაღები პაროლი',
  'סיסמה סיסמא כלתסיסמה كلمةالمرور كلمةالسر كلمةمرور رمزعبور گذرواژه پاسورڈ',
  'รหัสผ่าน पासवर्ड পাসওয়ার্ড கடவுச்சொல் パスワード 暗証 密码 密碼 口令 비밀번호 암호 패스워드',
);

/** Short words for it, which say so only as a word of their own: neither a passport nor a pinboard is a password. */
const SHORT_WORDS = new Set(
  'pass passw pw pwd pwds pswd psw pword pin mdp secret secrets credential credentials token'.split(' '),
);

/** What a header has in it that is about a password and has none below: when it expires, who must change it. */
const ABOUT = listWords(
  'never expir required policy policies strong function algorithm attempt count recipient change',
  'lastset badpassword niemals lauft ablauf abgelaufen andern anderung geandert gultig richtlinie empfanger',
  'jamais changer modifi dernier destinataire nunca caduca vence cambiar cambio proxim ultim alterar alteracao trocar',
  'destinatario scade scadenza modifica prossim verloopt nooit wijzig ontvanger wygas nigdy zmian zmien ostatni',
  'nikdy vyprs zmen posledni prijemce upphor aldrig andras nasta senast udlob ændre næste endre neste',
  'vanhen koskaan vaihd vaihto seuraav lejar soha modosit valtoztat suresi asla degistir niciodata schimb',
  'истек никогда смен измен следующ срок ληξ αλλαγ 期限 变更 変更 變更 更改 过期 到期 永不 만료 변경',
);
/** The same, as words of their own: "Password age", "pwdLastSet". */
const ABOUT_WORDS = new Set(
  'last next age date time timestamp history nie not allow allowed enabled disabled question sync force'.split(
    ' ',
  ),
);

/** `Password [Required]` and `Heslo (povinné)` hold passwords: what is in brackets is about the column. */
function leaveOutAboutColumn(header: string): string {
  return leaveOutBrackets(header, '[({【', '])}】')
    .replace(/\brequired$/iu, ' ')
    .trim();
}
/** Longer than any header with a word in it. */
const MAX_HEADER = 256;

/** The words of a header, also of one written as TempPwd, user_pass or PASSWORD1. */
function splitWords(header: string): string[] {
  return header
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .split(/[^\p{L}\p{M}]+/u)
    .map(foldHeader)
    .filter((word) => word !== '');
}

/** True for a header that speaks of passwords in any language, whether or not they stand below it. */
export function mentionsPassword(header: string): boolean {
  const plain = header.slice(0, MAX_HEADER).normalize('NFKC');
  const folded = foldHeader(plain);
  return (
    WORDS.some((word) => folded.includes(word)) || splitWords(plain).some((word) => SHORT_WORDS.has(word))
  );
}

/** True for a header that passwords stand below, by any name. That they never expire, or when, is no password. */
export function isPasswordHeader(header: string): boolean {
  const bare = leaveOutAboutColumn(header.slice(0, MAX_HEADER).normalize('NFKC'));
  if (!mentionsPassword(bare)) return false;
  const folded = foldHeader(bare);
  return (
    !ABOUT.some((word) => folded.includes(word)) && !splitWords(bare).some((word) => ABOUT_WORDS.has(word))
  );
}
