-- 一码一卷, kept on the answer by a mark that does not lead back to the invitation: to use one writes nothing to its
-- row. When the survey is over the answers are written anew in a drawn order, without mark and form.
delete from survey_invite where used;
alter table survey_invite drop column used;
alter table survey_answer add column ticket text collate "C";
alter table survey_answer alter column form_hash drop not null;
create unique index survey_answer_ticket on survey_answer (city_id, survey_id, ticket) where ticket is not null;
create index survey_answer_unmixed on survey_answer (city_id, survey_id) where form_hash is not null;
