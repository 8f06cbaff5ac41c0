/** What is wrong with the user names, numbers and values of people, each beside the others and beside the directory. */
export const CHECK_WORDS = {
  noName: 'no name',

  deletedThere: (name: string) =>
    `${name} had this user name, came from Active Directory, and was deleted there. To bring that account back, restore the person in Active Directory. Otherwise this creates a new account.`,
  deleted: (name: string) =>
    `${name} had this user name and was deleted in the last 30 days. Unless you restore that account, this creates a new one, and the old one can no longer be restored under this name.`,
  taken: (name: string) => `Already in the directory: ${name}.`,
  exists: (name: string, userName: string) =>
    `${name} already exists as ${userName}. This row is left out, so no one is created twice.`,
  mayExist: (name: string, userName: string, employeeId: string | undefined) =>
    `${name}${employeeId === undefined ? '' : `, employee ID ${employeeId},`} has the user name ${userName}. If this is the same person, leave the row out. If not, type a different user name.`,

  /** `differences`: a sentence with a blank before it, or nothing. */
  samePerson: (row: number, differences: string) =>
    `This is the same person as in row ${row}. Remove one of the two rows.${differences}`,
  sameUserName: (row: number) => `This is the same user name as in row ${row}.`,
  sameNameAndId: (row: number, differences: string) =>
    `This is the same person as in row ${row}, by name and employee ID. Leave one of the two rows out.${differences}`,
  maybeSame: (row: number) =>
    `This may be the same person as in row ${row}. Leave one of the two rows out, or type a user name if they are two people.`,
  differs: (label: string, here: string, there: string) => `${label} is ${here} here and ${there} there`,
  differences: (shown: readonly string[], hasMore: boolean) =>
    ` ${shown.join(', ')}${hasMore ? ', and more differs' : ''}.`,

  /** Of an employee ID that another row has, too. */
  number: {
    sameName: (row: number, name: string, differences: string) =>
      `Row ${row} is ${name} with the same employee ID, so one person would get two accounts. If it's the same person, leave one of the two rows out.${differences}`,
    same: (row: number, name: string) =>
      `Row ${row} (${name}) has the same employee ID. Check which one is right.`,
    zeros: (row: number, name: string, employeeId: string) =>
      `Row ${row} (${name}) has the employee ID ${employeeId}, which is the same except for leading zeros. Check whether they are different numbers.`,
  },

  garbled: (repaired: string) => `Letters were changed when this was saved. It was probably ${repaired}.`,
  date: 'A spreadsheet turned this into a date. Type the original value.',
};
