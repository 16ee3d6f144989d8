-- By which rule `text_sha256` was made of the text: 1 the text as it stood in its file, 2 its words alone, so
-- that the same words in another kind of file open the earlier reading. Older rows are brought to the rule
-- of today when the next document of their unit comes in (modules/documents/known-document.ts).
alter table document add column words_rule int not null default 1 check (words_rule in (1, 2));
create index document_words_old on document (city_id, unit_id) where words_rule < 2 and fault is null;
