-- Rows that lie beside each other change together, each several times: with half of a page free, a row's next version finds room
-- beside it, and no index is written. At 70 a third of the changes found none, which cost a tenth more of the log and a third more
-- of the disk; at 40 nothing more is gained.
ALTER TABLE rows SET (fillfactor = 50);
