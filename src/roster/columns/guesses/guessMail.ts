import { aboutOf } from '../headerParts.ts';
import { mentionsPassword } from '../passwordHeaders.ts';

const MAIL =
  /mail(?!ing|box|stop|code|room| ?(?:stop|code|box|room)|nick)|netfang|courriel|messagerie|posta elettronica|th[ưu] điện tử|อีเมล|信箱|전자 ?(?:메일|우편)|מייל|ايميل|إيميل|correo(?! postal)|e-?post(?!en)|s[aä]hk[oö]posti|poczt|почт|пошт|ηλεκτρονικ|דוא|אימייל|البريد ?الإ?ا?لكتروني|البريد|メール|邮箱|邮件|郵件|이메일/iu;
const PRIVATE =
  /priv|person(?:al|el|nel|lig|lich|ale)|perso\b|home(?! ?(?:room|page|town|group|school|dir|drive))|heim|altern|second(?!ary ?school)|secundari|pesso|pryw|osob|soukrom|súkrom|pribadi|isikli|asmenin|einka|backup|recovery|other|autre|личн|домаш|个人|個人|개인|особист|kişisel|magán|προσωπικ|cá nhân|אישי|الشخصي|yksityi|henkilökoht/iu;
const WORK =
  /work|company|corp|business|office|firm|dienst|gesch[aä]ft|arbeit|profession|\bpro\b|trabajo|empresa|lavoro|aziend|werk|zakelijk|bedrijf|s[lł]u[zż]b|pracov|jobb|arbe[jt]|ty[oö]|school|schul|primary|internal|рабоч|служ|корпор|会社|公司|工作|회사|업무|робоч|iş |kurumsal|munkahely|céges|εταιρικ|εργασ|công ty|עבודה|العمل/iu;

/** A header of the addresses that people sign in with. */
const SIGN_IN = /sign.?in|log.?[io]n|anmelde|\bupn\b|(?:office|microsoft) ?365|\b[mo]365|\bentra|\bazure/iu;
/** Of several numbered columns not the first: `Email 2`, and not `Office 365 email`. */
const NUMBERED = /(?:^|[^\p{L}\p{N}]|mail|el|eo)[2-9](?:nd|rd|th|e|ème|\.)?(?![\p{L}\p{N}])/iu;

/** True for a header that says private: at home, and not for work. */
export function isPrivateHeader(header: string): boolean {
  return PRIVATE.test(header.normalize('NFC'));
}

/** Whose mail address a column holds, `second` where only another column's can tell; undefined for a column of something else. */
export function findMailKind(header: string): 'signIn' | 'work' | 'plain' | 'second' | 'private' | undefined {
  const plain = header.normalize('NFC').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  if (!MAIL.test(plain) || aboutOf(header) === 'others' || mentionsPassword(plain)) return undefined;
  if (/former|previous/iu.test(plain)) return undefined;
  if (isPrivateHeader(plain)) return 'private';
  if (SIGN_IN.test(plain)) return 'signIn';
  if (NUMBERED.test(plain)) return 'second';
  return WORK.test(plain) ? 'work' : 'plain';
}
