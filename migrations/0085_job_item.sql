-- What is left for the next job of a kind to take up with all else that was left meanwhile (攒批): one row each, gone
-- with the transaction that did it.
create table job_item (
  city_id int  not null,
  kind    text not null,
  id      uuid not null,
  args    jsonb not null,
  tries   int  not null default 0,
  error   text,
  primary key (city_id, kind, id)
);

-- Newcomers that waited to be compared one job each.
insert into job_item (city_id, kind, id, args)
select j.city_id, j.kind, x.id::uuid, jsonb_build_object('kind', min(j.args ->> 'kind'), 'id', x.id)
from job j cross join lateral jsonb_array_elements_text(j.args -> 'ids') as x (id)
where j.kind = 'match-alike' and j.finished_at is null
group by j.city_id, j.kind, x.id;
update job set finished_at = run_at, result = '{}'::jsonb where kind = 'match-alike' and finished_at is null;
