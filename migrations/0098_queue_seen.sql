-- A group of the queue has no likeness of its own: whoever looks is shown the likeliest of the members he may see, and
-- when the latest of them was judged. What it was for all of them told of members that he may not see.
-- The kind of the main subject stands beside each member, since problems and voices are walked apart.
alter table alike_item_member add column decided_at timestamptz, add column main_kind text;
update alike_item_member m set decided_at = d.at
from alike_decision d where d.city_id = m.city_id and d.id = m.decided_by;
update alike_item_member m set main_kind = i.main_kind
from alike_item i where i.city_id = m.city_id and i.id = m.item_id;
alter table alike_item_member alter column main_kind set not null,
  add check (main_kind in ('entry','voice')), add check ((decision is null) = (decided_at is null));
create index alike_item_member_waiting on alike_item_member (city_id, main_kind, score desc, item_id) where decision is null;
create index alike_item_member_decided on alike_item_member (city_id, main_kind, decided_at desc, item_id) where decision is not null;

drop index alike_item_queue;
drop index alike_item_decided;
alter table alike_item drop column score, drop column rule, drop column decided_at;

-- Whom a judgement was about; kept when it is undone, so that it is shown to whom sees them and to nobody else.
alter table alike_decision add column about uuid[] not null default '{}';
update alike_decision d set about = m.about
from (
  select city_id, decision_id, array_agg(distinct subject_id) as about from (
    select city_id, decided_by as decision_id, subject_id from alike_item_member where decided_by is not null
    union all
    select city_id, decision_id, x.id from alike_apart cross join lateral (values (a_id), (b_id)) as x (id)
    union all
    select city_id, decision_id, x.id from alike_edge cross join lateral (values (a_id), (b_id)) as x (id)
    where decision_id is not null) told
  group by city_id, decision_id) m
where m.city_id = d.city_id and m.decision_id = d.id;
