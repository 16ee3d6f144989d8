-- The desk: weekly flows, shared views, hand-over of an entry to a phone (每周进出、共享视图、扫码交接).

-- What came and went each week, by unit and everything below it; like `rollup`, exact with the deltas.
create table flow (
  city_id     int  not null,
  unit_no     int  not null,
  campaign_id uuid not null,
  kind        text not null,
  week        date not null,
  measure     text not null check (measure in ('listed','closed','checked','upheld')),
  n           int  not null,
  primary key (city_id, unit_no, week, campaign_id, kind, measure)
) with (fillfactor = 80);

create table flow_delta (
  city_id     int  not null,
  id          uuid not null,
  org_path    text collate "C" not null,
  campaign_id uuid not null,
  kind        text not null,
  week        date not null,
  measure     text not null check (measure in ('listed','closed','checked','upheld')),
  n           int  not null,
  primary key (city_id, id)
);

-- What happened before flows were kept, told from the events.
insert into flow (city_id, unit_no, campaign_id, kind, week, measure, n)
select y.city_id, x.no::int, y.campaign_id, y.kind, y.week, y.measure, sum(y.n)::int
from (
  select e.city_id, e.org_path, e.campaign_id, e.kind, m.measure, m.n,
    date_trunc('week', s.at at time zone 'Asia/Shanghai')::date as week
  from (
    select v.city_id, v.subject_id, v.at, v.state,
      lag(v.state) over (partition by v.city_id, v.subject_id order by v.subject_version) as earlier
    from event v
  ) s
  join entry e on e.city_id = s.city_id and e.id = s.subject_id
  cross join lateral (values
    ('listed', (s.state not in ('raised','screened','not_listed','draft','dropped','superseded'))::int
      - coalesce((s.earlier not in ('raised','screened','not_listed','draft','dropped','superseded'))::int, 0)),
    ('closed', (s.state in ('closed','accepted_done'))::int
      - coalesce((s.earlier in ('closed','accepted_done'))::int, 0))) m (measure, n)
  where m.n <> 0 and not exists (select 1 from merge_link k
    where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
  union all
  select e.city_id, e.org_path, e.campaign_id, e.kind, m.measure, 1,
    date_trunc('week', c.checked_at at time zone 'Asia/Shanghai')::date
  from entry_check c
  join entry e on e.city_id = c.city_id and e.id = c.entry_id
  cross join lateral (values ('checked', true), ('upheld', c.finding = 'confirmed')) m (measure, counts)
  where m.counts and c.assurance <> 'superior' and c.finding <> 'cannot_verify'
) y
cross join lateral unnest(string_to_array(trim(trailing '.' from y.org_path), '.')) x (no)
group by 1, 2, 3, 4, 5, 6 having sum(y.n) <> 0;

-- A view belongs to a page of the ledger, and to its maker alone or to a unit; one that is dropped stays on record.
alter table saved_view
  add column place text not null default 'problems' check (place in ('problems','tasks','progress','checks')),
  add column unit_id uuid,
  add column changed_at timestamptz,
  add column dropped_at timestamptz,
  add column dropped_by uuid,
  add foreign key (city_id, unit_id) references unit (city_id, id);
create index saved_view_by_unit on saved_view (city_id, unit_id) where unit_id is not null;

-- A link that lets a phone add photos to one entry, once, in the name of whoever showed it.
create table hand_over (
  city_id    int         not null,
  id         uuid        not null,
  word_hash  text        not null,
  account_id uuid        not null,
  entry_id   uuid        not null,
  purpose    text        not null check (purpose in ('progress','delivery','check','other')),
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  -- The form that used it; the photos of that one form may follow each other.
  form_hash  text,
  used_at    timestamptz,
  photos     int         not null default 0,
  primary key (city_id, id),
  unique (city_id, word_hash),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, account_id) references account (city_id, id),
  check ((form_hash is null) = (used_at is null))
);
create index hand_over_old on hand_over (city_id, ends_at);

-- Overdue is counted whenever an overview is read; what is handed in is nine of ten. `delivered_at` changes only with that.
create index entry_owed_by_due on entry (city_id, due_sort, kind, org_path)
  where delivered_at is null and deadline_kind = 'date';
