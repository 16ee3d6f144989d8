-- Campaigns with phases and actions; taxonomies as versioned data with crosswalks (专项、分类口径).

create table campaign (
  city_id     int         not null references city (city_id),
  id          uuid        not null,
  code        text        not null check (length(code) between 1 and 32),
  name        text        not null check (length(name) between 1 and 100),
  office_unit uuid        not null,
  starts_on   date        not null,
  ends_on     date        not null,
  taxonomy_id uuid,
  created_at  timestamptz not null,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, office_unit) references unit (city_id, id),
  check (ends_on >= starts_on)
);

create table phase (
  city_id     int  not null,
  id          uuid not null,
  campaign_id uuid not null,
  seq         int  not null,
  name        text not null check (length(name) between 1 and 60),
  starts_on   date not null,
  ends_on     date not null,
  primary key (city_id, id),
  unique (city_id, campaign_id, seq),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  check (ends_on >= starts_on)
);

-- 规定动作 (unit_id null: for every unit) and 自选动作 (a unit's own).
create table action (
  city_id     int  not null,
  id          uuid not null,
  campaign_id uuid not null,
  phase_id    uuid,
  unit_id     uuid,
  name        text not null check (length(name) between 1 and 120),
  required    boolean not null,
  due_on      date,
  primary key (city_id, id),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  foreign key (city_id, phase_id) references phase (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  check (required or unit_id is not null)
);
create index action_by_campaign on action (city_id, campaign_id);

create table action_done (
  city_id   int         not null,
  action_id uuid        not null,
  unit_id   uuid        not null,
  done_on   date        not null,
  note      text        not null default '',
  by_person uuid        not null,
  at        timestamptz not null,
  primary key (city_id, action_id, unit_id),
  foreign key (city_id, action_id) references action (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);

-- A taxonomy (分类口径) never changes: a change is a new version under the same code.
create table taxonomy (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  code       text        not null check (length(code) between 1 and 32),
  version    int         not null,
  name       text        not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, code, version)
);

create table facet (
  city_id     int  not null,
  taxonomy_id uuid not null,
  code        text not null check (length(code) between 1 and 32),
  name        text not null check (length(name) between 1 and 60),
  parent_code text,
  sort        int  not null default 0,
  primary key (city_id, taxonomy_id, code),
  foreign key (city_id, taxonomy_id) references taxonomy (city_id, id),
  foreign key (city_id, taxonomy_id, parent_code) references facet (city_id, taxonomy_id, code)
);

-- 口径对照: what a facet of one version or taxonomy is called in another.
create table crosswalk (
  city_id     int  not null,
  from_taxonomy uuid not null,
  from_code   text not null,
  to_taxonomy uuid not null,
  to_code     text not null,
  primary key (city_id, from_taxonomy, from_code, to_taxonomy, to_code),
  foreign key (city_id, from_taxonomy, from_code) references facet (city_id, taxonomy_id, code),
  foreign key (city_id, to_taxonomy, to_code) references facet (city_id, taxonomy_id, code)
);

alter table campaign add foreign key (city_id, taxonomy_id) references taxonomy (city_id, id);
