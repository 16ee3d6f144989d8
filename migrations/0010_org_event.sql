-- What happened to the organisation, accounts and campaigns (组织与账号记录); never touched again.
create table org_event (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  at         timestamptz not null,
  kind       text        not null check (length(kind) between 1 and 60),
  subject_id uuid,
  by_person  uuid,
  by_post    uuid,
  payload    jsonb       not null,
  primary key (city_id, id)
);
create index org_event_of_subject on org_event (city_id, subject_id, id);

-- Whom a unit sees by line or Party is asked on every request.
create index unit_link_upper on unit_link (city_id, upper_unit);

-- A second factor that its owner has not yet confirmed.
alter table account add column totp_pending text;

-- How many actions a campaign may ask of every unit, and a unit of itself (减负上限).
alter table campaign add column required_cap int not null default 12 check (required_cap between 0 and 100);
alter table campaign add column own_cap int not null default 3 check (own_cap between 0 and 100);
