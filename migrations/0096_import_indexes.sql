-- Nobody asks for entries by category and number alone: what a list is narrowed by stands in the indexes that it is
-- walked in. Nor does anybody ask what row of a sheet an entry came from: its first event tells that. Each new entry,
-- and each row that an import brings, had its place in them to be found.
drop index entry_by_category;
drop index import_row_by_entry;
