import { foldHeader } from './headerWords.ts';

/** What it is called in the files that Rollcall writes. */
export const CUSTOMER_COLUMN = 'Customer';

/** What a column is called that says whose tenant a person belongs to, in the languages of the template's labels. */
const HEADERS: ReadonlySet<string> = new Set(
  [
    'Customer, Customer name, Customer ID, Tenant, Tenant name, Tenant ID, Tenant domain, Client, Client name',
    'Kunde, Kundenname, Mandant, Locataire, Cliente, Inquilino, Klant, Kund, Asiakas, Klient, Zákazník',
    'Ügyfél, Müşteri, Πελάτης, Клиент, Клієнт, Арендатор, 顧客, テナント, 客户, 租户, 客戶, 租用戶, 고객, 테넌트',
    'عميل, العميل, לקוח, Pelanggan, Khách hàng, ลูกค้า, Stranka, Klijent, Клијент',
  ].flatMap((words) => words.split(', ').map(foldHeader)),
);

/** True for a header over the customers that people belong to. */
export function isCustomerHeader(header: string): boolean {
  return HEADERS.has(foldHeader(header));
}
