-- 热点: problems by kind, place and day, kept while they come in.

-- Where each problem is counted: of which kind, in whose place, on which day it was raised.
create table topic_problem (
  city_id     int  not null,
  entry_id    uuid not null,
  family_id   uuid not null,
  campaign_id uuid not null,
  org_path    text collate "C" not null,
  on_day      date not null,
  primary key (city_id, entry_id)
);
create index topic_problem_by_place on topic_problem (city_id, org_path, family_id, campaign_id, on_day);
create index topic_problem_newest on topic_problem (city_id, family_id, on_day, entry_id);

-- The same for the city and each unit right below it, everything under them included. A place is counted on the
-- day of its latest problem of the kind (`places` in a campaign, `places_any` in all of them), so that the places
-- of a span of days that ends today are a sum.
create table topic (
  city_id     int  not null,
  unit_no     int  not null,
  on_day      date not null,
  family_id   uuid not null,
  campaign_id uuid not null,
  problems    int  not null,
  places      int  not null,
  places_any  int  not null,
  primary key (city_id, unit_no, on_day, family_id, campaign_id)
) with (fillfactor = 80);

insert into topic_problem (city_id, entry_id, family_id, campaign_id, org_path, on_day)
select e.city_id, e.id, m.family_id, e.campaign_id, e.org_path, (e.created_at at time zone 'Asia/Shanghai')::date
from alike_subject m join entry e on e.city_id = m.city_id and e.id = m.subject_id
where m.kind = 'entry';

insert into topic (city_id, unit_no, on_day, family_id, campaign_id, problems, places, places_any)
select g.city_id, x.no::int, g.on_day, g.family_id, g.campaign_id, sum(g.n)::int,
  count(*) filter (where g.newest = 1), count(*) filter (where g.newest_any = 1)
from (
  select city_id, family_id, org_path, campaign_id, on_day, count(*) as n,
    row_number() over (partition by city_id, family_id, org_path, campaign_id order by on_day desc) as newest,
    row_number() over (partition by city_id, family_id, org_path order by on_day desc, campaign_id desc) as newest_any
  from topic_problem group by 1, 2, 3, 4, 5
) g
cross join lateral unnest((string_to_array(trim(trailing '.' from g.org_path), '.'))[1:2]) x (no)
group by 1, 2, 3, 4, 5;

-- The voices among what is alike, found without all the problems.
create index alike_subject_voice on alike_subject (city_id, subject_id, family_id) where kind = 'voice';
