import { leaveOutBrackets } from '../../domain/trimEnds.ts';
import { readStatus, readStatusLetter, readSwitch } from '../rows/readSwitch.ts';
import type { ColumnMeaning } from './columnMeaning.ts';
import { listValues, type Samples } from './guesses/weighValues.ts';
import { aboutOf } from './headerParts.ts';
import { foldHeader } from './headerWords.ts';

function listHeaders(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').map(foldHeader));
}

/** Headers that say yes to signing in, when what stands below them answers yes or no. */
const ALLOWED = listHeaders(
  'currentstaff currentstaffmember currentemployee iscurrent currentlyemployed enabled isenabled accountisenabled enableduser userenabled signinenabled loginenabled active isactive activeuser accountactive activestatus allowsignin accountstatusenabled aktiv aktiviert kontoaktiviert kontoaktiv benutzeraktiv istaktiv anmeldungerlaubt anmeldungzulassig actif compteactif compteactive active activé connexionautorisee activo activa cuentahabilitada cuentaactiva habilitado habilitada attivo attiva abilitato accountabilitato ativo ativa contaativa habilitada actief ingeschakeld accountingeschakeld aktywny aktywna aktywne kontoaktywne wlaczone włączone kontowłączone aktivni aktivní povoleno ucetpovolen aktívny aktiverad kontoaktiverat aktivert aktiveret käytössä tilikäytössä aktiivinen aktív engedélyezve etkin aktif hesapetkin активен активна активный включен включена увімкнено активний ενεργός ενεργή activ 有効 启用 啟用 已启用 사용 활성 نشط مفعل פעיל',
);
/** Headers that say no to it. */
const BLOCKED = listHeaders(
  'suspended issuspended disabled isdisabled accountdisabled userdisabled signindisabled blocked isblocked accountblocked blockaccess blocklogin blockedcredential archived isarchived inactive isinactive deactivated isdeactivated terminated isterminated leaver isleaver hasleft deleted isdeleted removed isremoved softdeleted gelöscht supprimé eliminado eliminata eliminato verwijderd usunięty usunięte smazán smazáno borttagen raderad slettet poistettu törölt törölve silindi удалён удалена удалено удален видалено excluído 削除済み 已删除 已刪除 삭제됨 gesperrt anmeldunggesperrt anmeldungblockiert anmeldungblockieren anmeldeinformationenblockieren kontogesperrt kontodeaktiviert deaktiviert blockiert bloque bloqué comptebloque désactivé comptedesactive connexionbloquee bloquerlaconnexion suspendu bloqueado bloqueada cuentabloqueada cuentadeshabilitada deshabilitado deshabilitada suspendido suspendida bloquearinicio bloquearinicodesesion bloccato bloccata accountdisabilitato disabilitato sospeso bloccaaccesso suspenso desativado desabilitado contabloqueada geblokkeerd aanmeldengeblokkeerd aanmeldingblokkeren accountgeblokkeerd uitgeschakeld zablokowany zablokowane kontozablokowane wyłączone wylaczone zablokujlogowanie zablokovan zablokováno blokovat blokovatprihlaseni ucetzablokovan zakázáno blokované zablokované sparrad spärrad inaktiverad blokkert sperret deaktivert blokeret spærret deaktiveret estetty estäkirjautuminen letiltva letiltott tiltva engellendi engelli girişengelli devredışı pasif заблокирован заблокирована заблокировано отключен отключена вимкнено заблоковано αποκλεισμένος blocat dezactivat 無効 禁用 停用 已禁用 已停用 차단 محظور معطل חסום',
);
/** Headers over words such as Active and Terminated. */
const STATUS = listHeaders(
  'status employmentstatus employeestatus workerstatus accountstatus userstatus memberstatus staffstatus studentstatus hrstatus currentstatus empstatus personstatus state mitarbeiterstatus kontostatus benutzerstatus beschaftigungsstatus personalstatus statut statutemploye statutcompte statutdelemploye estado estadoempleado estadodelempleado estadolaboral estadocuenta situacion situation situationemploye stato statodipendente statoaccount situacao situação medewerkerstatus dienstverband statuspracownika statuskonta stav stavzaměstnance stavuctu anställningsstatus ansettelsesstatus ansættelsesstatus tila tyosuhteentila allapot állapot statusz státusz durum durumu çalışmadurumu статус состояние статуссотрудника κατάσταση stare 状态 狀態 在职状态 ステータス 状況 在籍状況 在籍区分 在籍状態 在職区分 在職状況 상태 재직상태 الحالة סטטוס',
);

/** Headers over what is to happen to each person, in a list of those who come and those who go. */
const MOVES = listHeaders(
  'action actions type changetype movementtype eventtype requesttype actiontype hraction startertype joinertype starterleaver starterorleaver startersleavers startersandleavers newstarterleaver joinerleaver joinerorleaver joinersleavers joinersandleavers joinermoverleaver joinersmoversleavers startermoverleaver jml change movement event operation task aktion vorgang änderungsart eintrittaustritt zugangabgang mutation mutatie soortmutatie mouvement typedemouvement entréesortie acción movimiento altabaja azione operazione entratauscita akcja zdarzenie akce nástupodchod',
);
/** Headers to which "yes" says that somebody has left. */
const LEFT = listHeaders(
  'leaver isleaver hasleft terminated isterminated deleted isdeleted removed isremoved softdeleted gelöscht supprimé eliminado eliminata eliminato verwijderd usunięty usunięte smazán smazáno borttagen raderad slettet poistettu törölt törölve silindi удалён удалена удалено удален видалено excluído 削除済み 已删除 已刪除 삭제됨',
);

/** True for a header over who has left: `Leaver?`, `Is Deleted`. */
export function asksWhoLeft(header: string): boolean {
  return LEFT.has(foldHeader(leaveOutBrackets(header, '[(', '])')));
}

/** A header with the word for a status in it, `Position Status`, that is about no other thing's. */
const HAS_STATUS =
  /status|statut|\bestado|situa[cç]|^situation$|\bstato\b|\bstav\b|\btila\b|durum|állapot|státusz|статус|состояние|κατάσταση|状态|狀態|状況|ステータス|상태|الحالة|סטטוס/iu;
const OTHER_STATUS =
  /sign.?in|log.?in|mail|licen|sync|mfa|2sv|vacc|covid|marital|civil|familien|payment|visa|upload|background/iu;

/** True for a header over what somebody's employment or account is like. */
export function isStatusHeader(header: string): boolean {
  if (STATUS.has(foldHeader(header))) return true;
  const plain = header.normalize('NFC');
  return HAS_STATUS.test(plain) && !OTHER_STATUS.test(plain) && aboutOf(plain) === 'person';
}

/** Headers over the day on which somebody leaves. */
const LEAVING = listHeaders(
  'lastdateworked lastdayworked departuredate offboarddate offboardingdate employeeleavedatetime employeeleavedate letzterarbeitstagam dernierjour ultimodia ultimogiorno laatstewerkdag terminationdate termdate dateterminated dateoftermination actualterminationdate employmentterminationdate dismisseddate dismissaldate leavingdate dateofleaving leavedate dateleft leaverdate exitdate dateofexit separationdate lastday lastdayofwork lastworkday lastworkingday enddate employmentenddate withdrawaldate withdrawdate exitwithdrawdate resignationdate deactivationdate deleteddatetime deleteddate deletedat deletedon deletedtime deletiondate deletiontime deletiontimestamp datedeleted dateofdeletion softdeletiontimestamp softdeletiontime softdeletiondate softdeletedtime softdeleteddate gelöschtam löschdatum datedesuppression fechadeeliminación datadeeliminação verwijderdop datausunięcia datumsmazání accountexpirationdate austritt austrittsdatum austrittam letzterarbeitstag abgangsdatum abgang abmeldedatum datedesortie datesortie datededepart datefincontrat datedefindecontrat fechabaja fechadebaja fechasalida fechafin fechadecese fechacese datacessazione datadicessazione datafinerapporto datauscita datadimissioni demissao datademissao datadedemissao datadesligamento datadedesligamento datasaida uitdienst datumuitdienst datumuitdiensttreding uitdienstdatum einddatum datumuitschrijving slutdatum sluttdato slutdato fratradelsesdato fratreden fratrædelsesdato fratrædelse datazwolnienia dataodejscia dataodejścia datazakonczeniapracy datumodchodu datumukonceni datumukončení datumvystupu datumvýstupu paattymispaiva päättymispäivä kilepesdatuma kilépésdátuma kilepes kilépés istencikistarihi iştençıkıştarihi cikistarihi датаувольнения увольнение датазвільнення ημερομηνίααποχώρησης dataplecarii dataîncetării 退職日 退職年月日 退社日 退社年月日 離職日 离职日期 离职时间 離職日期 퇴사일 퇴직일 퇴사일자 퇴직일자 תאריךעזיבה تاريخانتهاءالخدمة',
);
/** 2025-12-31, 31.12.2025, 3/4/25, 31-Dec-2025, and the days of a spreadsheet. */
const DATE = /^(?:\d{1,4}[-./年]|[2-5]\d{4}$|\d{1,2} ?\p{L}{3})/u;

/** True for a header over the day on which somebody leaves. */
export function isLeavingHeader(header: string): boolean {
  return LEAVING.has(foldHeader(leaveOutBrackets(header, '[(', '])')));
}

/** What a column says about signing in, by a header that may mean another thing and the values below it. */
export function findSignIn(header: string, samples: Samples, index: number): ColumnMeaning | undefined {
  const word = foldHeader(leaveOutBrackets(header, '[(', '])'));
  if (isLeavingHeader(header)) {
    const isDay = listValues(samples, index).every((value) => DATE.test(value));
    return isDay ? 'leavingDate' : undefined;
  }
  // Active Directory keeps it as a bit of a number.
  if (word === 'useraccountcontrol') return 'accountControl';
  if (MOVES.has(word)) {
    const moves = listValues(samples, index).map(readStatus);
    // "Type" may say anything; one who leaves makes it this, and so do values that all say who comes.
    const isMove = moves.includes(false) || (moves.length > 0 && !moves.includes(undefined));
    return isMove ? 'status' : undefined;
  }
  const isSwitch = ALLOWED.has(word) || BLOCKED.has(word);
  const isStatus = !isSwitch && isStatusHeader(header);
  if (!isStatus && !isSwitch) return undefined;
  const values = listValues(samples, index);
  const isTold = (value: string): boolean => readStatus(value) !== undefined;
  if (isStatus) {
    const letters = values.map(readStatusLetter);
    // A, T and L tell what the others are letters for: of R somebody is asked.
    const isLetter =
      values.length > 0 &&
      values.every((value) => value.trim().length === 1) &&
      (!letters.includes(undefined) || (letters.includes(true) && letters.includes(false)));
    return isLetter || values.some(isTold) ? 'status' : undefined;
  }
  const fits =
    values.length === 0 || values.some((value) => isTold(value) || readSwitch(value) !== undefined);
  if (!fits) return undefined;
  return ALLOWED.has(word) ? 'signInAllowed' : 'signInBlocked';
}
