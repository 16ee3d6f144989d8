-- What a row of a sheet said stands in its file, which is kept as long as its batch; nobody read the copy beside it.
alter table import_row drop column raw;
