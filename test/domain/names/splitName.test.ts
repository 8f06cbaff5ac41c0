import { describe, expect, it } from 'vitest';
import { leaveOutDegrees, leaveOutTitle, splitSurnameFirst } from '../../../src/domain/names/splitName.ts';
import { suggestLocalPart } from '../../../src/domain/names/userName.ts';

const userName = (displayName: string) => suggestLocalPart({ displayName }, 'first.last');
const userNameOf = (givenName: string, surname: string) =>
  suggestLocalPart({ givenName, surname }, 'first.last');

describe('titles before a name', () => {
  it.each([
    ['Dr. Eva Braun', 'eva.braun'],
    ['Dr. med. Eva Braun', 'eva.braun'],
    ['dr. med. eva braun', 'eva.braun'],
    ['DR. MED. EVA BRAUN', 'eva.braun'],
    ['Dr.med. Eva Braun', 'eva.braun'],
    ['Prof.Dr.Eva Braun', 'eva.braun'],
    ['Dr. med. dent. Eva Braun', 'eva.braun'],
    ['Prof. Dr. rer. nat. Hans Meier', 'hans.meier'],
    ['Prof. Dr. Dr. h. c. mult. Hans Meier', 'hans.meier'],
    ['Prof. Dr.-Ing. Hans Meier', 'hans.meier'],
    ['Dr. h.c. Hans Meier', 'hans.meier'],
    ['Dr. phil. Hans Meier', 'hans.meier'],
    ['Dr. iur. Hans Meier', 'hans.meier'],
    ['PD Dr. Lea Beck', 'lea.beck'],
    ['PD Dr. med. habil. Lea Beck', 'lea.beck'],
    ['apl. Prof. Dr. Lea Beck', 'lea.beck'],
    ['Univ.-Prof. Dr. Lea Beck', 'lea.beck'],
    ['Priv.-Doz. Dr. Lea Beck', 'lea.beck'],
    ['Dipl.-Kfm. Lea Beck', 'lea.beck'],
    ['Dipl.-Ing. (FH) Lea Beck', 'lea.beck'],
    ['Assoc. Prof. Lea Beck', 'lea.beck'],
    ['Associate Professor Lea Beck', 'lea.beck'],
    ['dr hab. Anna Nowak', 'anna.nowak'],
    ['Mgr. Ing. Jan Novák, Ph.D.', 'jan.novak'],
    ['Lic. Juan Pérez', 'juan.perez'],
    ['Arq. Ana Silva', 'ana.silva'],
    ['Eng. Ana Silva', 'ana.silva'],
    ['Adv. Ana Silva', 'ana.silva'],
    ['Me Jean Dupont', 'jean.dupont'],
    ['CPT Ed Ray', 'ed.ray'],
    ['Rev. Ann Lee', 'ann.lee'],
    ['Rev Ann Lee', 'ann.lee'],
    ['Braun, Dr. med. Eva', 'eva.braun'],
    ['Braun Dr., Eva', 'eva.braun'],
    ['Braun Dr. Eva', 'eva.braun'],
    ['BRAUN Dr. Eva', 'eva.braun'],
    ['Braun Prof. Dr. rer. nat. Eva Maria', 'eva.braun'],
    ['von Braun Dr. Eva', 'eva.vonbraun'],
    ['Novák Ing. Jan', 'jan.novak'],
    ['Ada M. Lima', 'ada.lima'],
    ['Juan Sr. Lopez', 'juan.lopez'],
    ['Dr. von Braun', 'von.braun'],
  ])('are in no user name: %s', (name, expected) => {
    expect(userName(name)).toBe(expected);
  });

  it.each([
    ['Dr. med. Eva', 'Eva'],
    ['Prof. Dr. rer. nat. Hans', 'Hans'],
    ['PD Dr. Lea', 'Lea'],
    ['Dr.med.Eva', 'Eva'],
    ['Univ.-Prof. Dr. Lea Marie', 'Lea Marie'],
    ['Mrs. Ann', 'Ann'],
  ])('are in no first name that is kept: %s', (given, expected) => {
    expect(leaveOutTitle(given)).toBe(expected);
    expect(userNameOf(given, 'Beck')).toBe(`${expected.toLowerCase().replace(' ', '')}.beck`);
  });

  it.each([
    ['Beck, Dr. med. Lea', 'Lea', 'Beck'],
    ['Beck, Lea, Dr. med.', 'Lea', 'Beck'],
    ['Beck, Lea, PD Dr.', 'Lea', 'Beck'],
    ['Dr. med. Nagy István', 'István', 'Nagy'],
  ])('are in neither name where the last one stands first: %s', (text, first, last) => {
    expect(splitSurnameFirst(text)).toEqual({ first, last });
  });
});

describe('degrees behind a name', () => {
  it.each(['MBBS', 'RN, BSN', 'P.E.', 'M.Ed.', 'PhD', 'MD, FACP', 'Ed.D.'])(
    'are in no last name: %s',
    (degree) => {
      expect(leaveOutDegrees(`Lee ${degree}`)).toBe('Lee');
      expect(leaveOutDegrees(`Lee, ${degree}`)).toBe('Lee');
      expect(userNameOf('Ann', `Lee, ${degree}`)).toBe('ann.lee');
      expect(userName(`Ann Lee, ${degree}`)).toBe('ann.lee');
      expect(userName(`Ann Lee ${degree}`)).toBe('ann.lee');
    },
  );
});

describe('names like titles and degrees', () => {
  it.each([
    ['Dean', 'Martin'],
    ['Prince', 'Lee'],
    ['Earl', 'Grey'],
    ['John', 'Major'],
    ['Don', 'Lee'],
    ['Ann', 'Lord'],
    ['Lord', 'Lee'],
    ['Rev', 'Lima'],
    ['Sir', 'Lima'],
    ['Bishop', 'Lee'],
    ['King', 'Lee'],
    ['Judge', 'Reinhold'],
    ['Marshall', 'Lee'],
    ['Jack', 'Ma'],
    ['Linh', 'Do'],
    ['Md', 'Rahman'],
    ['Phil', 'Med'],
    ['Eng', 'Lim'],
    ['Pd', 'James'],
    ['Ann', 'Esquire'],
    ['Gen', 'Ito'],
    ['Maj', 'Ek'],
    ['Hon', 'Lee'],
    ['Jun-Ho', 'Lee'],
    ['Pol', 'Rey'],
    ['Vet', 'Nat'],
    ['Soc', 'Ing'],
    ['Me', 'Lee'],
    ['Ad', 'Bed'],
  ])('are people’s: %s %s', (first, last) => {
    const expected = `${first}.${last}`.toLowerCase();
    expect(userName(`${first} ${last}`)).toBe(expected);
    expect(userName(`${last}, ${first}`)).toBe(expected);
    expect(userNameOf(first, last)).toBe(expected);
    expect([leaveOutTitle(first), leaveOutDegrees(last)]).toEqual([first, last]);
  });

  it.each([
    ['Md. Abdul Rahman', 'md.rahman'],
    ['Minh DO', 'minh.do'],
    ['Jack MA', 'jack.ma'],
    ['Dr. Phil Lee', 'phil.lee'],
    ['Dr. Med Lee', 'med.lee'],
    ['Eng Wei Lim', 'eng.lim'],
    ['Dr. A. Lima', 'a.lima'],
    ['St. John Rivers', 'st.rivers'],
    ['Ada von Braun', 'ada.vonbraun'],
    ['Dr. Don Lee', 'don.lee'],
    ['Phil Med Lee', 'phil.lee'],
  ])('are people’s in a whole name: %s', (name, expected) => {
    expect(userName(name)).toBe(expected);
  });
});
