-- The ledger's later rules (台账规则补充): dropped drafts and refused tasks, dates of review, who approved a closure, where a long job stands.

-- A draft that will not be issued is 草稿作废, never listed; an issued task that is refused stays listed (待交办).
alter table entry drop constraint entry_check1;
alter table entry add constraint entry_task_state check (kind <> 'task' or state in
  ('draft','dropped','listed','underway','blocked','delivered','accepted_done','cancelled','superseded'));

-- What is to be looked at again: the review date of a blocked entry (复核日期), a milestone whose day has passed.
create index entry_by_review on entry (city_id, review_on) where review_on is not null;
create index measure_milestone_due on measure (city_id, due_on, entry_id)
  where kind = 'milestone' and done_at is null and dropped_at is null;

-- Who approves the closure of an episode has neither done nor checked its work: one role a person.
alter table party_person drop constraint party_person_role_check;
alter table party_person add constraint party_person_role_check check (role in ('doer','checker','approver'));
-- Closures approved by their own checker before this was a rule; nothing sets it any more.
alter table request add column before_rule boolean not null default false;
alter table request add column decided_role text generated always as
  (case when kind = 'closure' and decision = 'approved' and not before_rule then 'approver' end) stored;
insert into party_person (city_id, entry_id, episode, person_id, role)
select distinct city_id, entry_id, episode, decided_person, 'approver' from request
where kind = 'closure' and decision = 'approved' and decided_person is not null
on conflict do nothing;
update request r set before_rule = true
where kind = 'closure' and decision = 'approved' and not exists (
  select 1 from party_person p where p.city_id = r.city_id and p.entry_id = r.entry_id
    and p.episode = r.episode and p.person_id = r.decided_person and p.role = 'approver');
alter table request add constraint request_approver foreign key (city_id, entry_id, episode, decided_person, decided_role)
  references party_person (city_id, entry_id, episode, person_id, role);
alter table request add constraint request_approver_named check (decided_role is null or decided_person is not null);

-- Where a long job stands, saved with each of its steps: after a crash it goes on and its counts are right.
alter table job add column kept jsonb;

-- Tasks written under the earlier life: a cancelled draft counted as listed, a refused task as none.
create temporary table relisted on commit drop as
select e.city_id, e.id, e.version + 1 as version, e.state as was, e.org_path, e.campaign_id, e.kind, e.category,
  case e.state when 'cancelled' then 'dropped' else 'listed' end as state
from entry e join event v on v.city_id = e.city_id and v.subject_id = e.id
where e.kind = 'task'
  and ((e.state = 'cancelled' and v.kind = 'task.cancel' and v.payload ->> 'from' = 'draft'
      and not exists (select 1 from event i where i.city_id = e.city_id and i.subject_id = e.id and i.kind = 'task.issue'))
    or (e.state = 'draft' and v.kind = 'task.refuse'
      and not exists (select 1 from event r where r.city_id = e.city_id and r.subject_id = e.id
        and r.kind = 'task.refuse' and r.subject_version > v.subject_version)));
insert into event (city_id, subject_id, subject_version, state, id, at, kind, payload)
select city_id, id, version, state, md5('0020 ' || id)::uuid, now(), case state when 'dropped' then 'task.cancel' else 'task.refuse' end,
  jsonb_build_object('from', was, 'to', state, 'change', '{}'::jsonb, 'because', jsonb_build_object('migration', '0020'))
from relisted;
insert into rollup_delta (city_id, id, org_path, campaign_id, kind, category, state, n)
select r.city_id, md5('0020 ' || s.n || r.id)::uuid, r.org_path, r.campaign_id, r.kind, r.category, s.state, s.n
from relisted r cross join lateral (values (r.was, -1), (r.state, 1)) as s (state, n);
update entry e set version = r.version, state = r.state, updated_at = now()
from relisted r where e.city_id = r.city_id and e.id = r.id;
