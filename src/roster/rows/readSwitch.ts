function foldWords(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(foldWord));
}

/** A word as it is compared: also a Turkish one in capitals, whose I has no dot in small letters. */
function foldWord(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replaceAll('ı', 'i')
    .replace(/[\s_-]+/g, '');
}

/**
 * "Yes" and "No" in the languages that Microsoft's templates come in, and what spreadsheets make of them: Excel shows
 * TRUE and FALSE in its own language.
 */
const YES = foldWords(
  'yes y true t 1 x on ✓ ✔ oui o ja j sí si s sì sim tak t ano áno kyllä igen evet e да д так ναι da taip jā jah 是 はい 예 네 نعم כן có ya wahr vrai verdadero verdadeiro vero waar prawda pravda sant sand tosi igaz doğru истина истинно істина adevărat αληθησ αληθής αληθησ צודק صحيح'.split(
    ' ',
  ),
);
const NO = foldWords(
  'no n false f 0 off non nein nee nej nei não nao nie ne ei nem hayır h нет н ні не όχι nu nē 否 いいえ 아니요 아니오 لا לא không tidak falsch faux falso onwaar fałsz nepravda falskt usant falsk epätosi hamis yanlış ложь хибність неправда fals ψευδησ ψευδής خطأ خاطئ'.split(
    ' ',
  ),
);

/** Of somebody who works there, or will. */
const ACTIVE = foldWords(
  'inforza inservizio inaspettativa inmaternità inferie congé encongé congématernité congéparental elternzeit mutterschutz beurlaubt excedencia excedenciavoluntaria verlof ouderschapsverlof zwangerschapsverlof urlopmacierzyński mateřskádovolená föräldraledig foreldrepermisjon barsel member primaryowner workspaceowner workspaceadmin active enabled allowed activated current employed working hired live newhire new pending joiner starter newstarter newjoiner mover add create hire rehire insert update change onboard eintritt neueintritt neu zugang entrée alta nástup onleave leaveofabsence fulltime parttime permanent temporary temp contract contractor regular intern seasonal casual perdiem freelance apprentice salaried hourly vollzeit teilzeit unbefristet befristet cdi cdd maternityleave parentalleave probation probationary preboarding onboarding prehire aktiv aktiviert entsperrt erlaubt beschäftigt actif active activé enposte présent activo activa activado habilitado attivo attiva abilitato ativo ativa habilitado actief ingeschakeld indienst aktywny aktywna aktywne zatrudniony aktivní aktivni aktívny aktywowany aktivt käytössä aktiivinen voimassa aktív etkin aktif çalışıyor активен активна активный действующий работает увімкнено активний ενεργός ενεργή activ 在职 在岗 试用期 正式 在职中 在籍 在籍中 在職 在職中 休職 休職中 休业 有効 재직 재직중 휴직 휴직중 启用 啟用 نشط פעיל'.split(
    ' ',
  ),
);
/** Of somebody who has left, or must not sign in. */
const INACTIVE = foldWords(
  'tobedeleted inactive disabled blocked suspended locked deactivated deprovisioned archived terminated termed left leaver leaving former resigned retired deceased dismissed fired withdrawn graduated transferredout offboarded exited notactive deleted delete remove removed removal terminate termination offboard offboarding disable deactivate deprovision exit resign resignation dismissal abgang austritt löschen kündigung sortie départ verwijderen eliminar eliminación odchod inaktiv deaktiviert gesperrt blockiert ausgeschieden ausgetreten gekündigt ehemalig inactif inactive désactivé bloqué suspendu sorti parti démissionnaire retraité inactivo inactiva desactivado deshabilitado bloqueado suspendido baja inattivo inattiva disabilitato bloccato sospeso cessato dimesso inativo inativa desativado desabilitado suspenso demitido desligado inactief uitgeschakeld geblokkeerd uitdienst nieaktywny nieaktywna zablokowany wyłączony zwolniony neaktivní zablokovaný odešel neaktívny inaktiverad spärrad slutat sluttet fratrådt deaktiveret sperret eipäkäytössä estetty lopettanut inaktív letiltva kilépett pasif engellendi ayrıldı неактивен неактивный заблокирован отключен отключена уволен уволена вимкнено неактивний звільнено ανενεργός inactiv 离职 已离职 離職 已離職 退職 退職済 退職済み 退職者 退社 無効 퇴사 퇴직 퇴직자 debaja enbaja 禁用 停用 غيرنشط לאפעיל'.split(
    ' ',
  ),
);

/** What payroll systems write for them: active, on leave, inactive, terminated. */
const STATUS_LETTERS: ReadonlyMap<string, boolean> = new Map([
  ['a', true],
  ['l', true],
  ['i', false],
  ['t', false],
]);

/** The same as {@link readStatus} for a status of one letter, `A`, `T`. */
export function readStatusLetter(cell: string): boolean | undefined {
  return STATUS_LETTERS.get(cell.trim().toLowerCase());
}

/** True for yes, false for no, undefined for anything else. */
export function readSwitch(cell: string): boolean | undefined {
  const word = foldWord(cell);
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/**
 * True for a word that says by itself that somebody may sign in, whatever its column asks; false for one that says
 * they may not, as of a leaver; undefined for anything else. Of `Terminated (01/2026)` and `Active employee` the first
 * word counts, of `T - Terminated` the one behind its code.
 */
export function readStatus(cell: string): boolean | undefined {
  const [first = '', second = ''] = cell.split(/\s[-–—:]\s/);
  const named =
    /^(.{3,20}) (?:employee|user|account|member|staff|worker|student)s?$/i.exec(cell.trim())?.[1] ?? '';
  const behind = first.trim().length <= 3 ? second : '';
  for (const text of [cell, cell.slice(0, cell.search(/[,;:(–—/|]|$/)), first, behind, named]) {
    const word = foldWord(text.trim());
    if (ACTIVE.has(word)) return true;
    if (INACTIVE.has(word)) return false;
  }
  return undefined;
}
