-- An entry may have a mebibyte: a hundred lines of the longest names, notes and lots are half of
-- it, and money that was taken is never refused for its words. Only the check changes, so that no
-- byte of the journal is written anew (sqlite.org/lang_altertable.html, section 7).
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, 'length(body) <= 65536', 'length(body) <= 1048576')
where type = 'table' and name = 'journal';
pragma writable_schema = reset;
