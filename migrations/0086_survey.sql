-- 问卷: a few questions in a window. Its answers hold no person, no address, no moment and no invitation.
create table survey (
  city_id   int         not null references city (city_id),
  id        uuid        not null,
  code      text        collate "C" not null check (code ~ '^[2-9A-Z]{8}$'),
  title     text        not null check (length(title) between 1 and 80),
  words     text        not null default '' check (length(words) <= 1000),
  unit_id   uuid        not null,
  org_path  text        collate "C" not null,
  -- Whom it is put to: everybody who likes, all of a list, or a random draw from one.
  chosen    text        not null check (chosen in ('open','list','drawn')),
  method    text        not null default '' check (length(method) <= 500),
  invited   int         check (invited between 1 and 5000),
  questions jsonb       not null,
  from_on   date        not null,
  to_on     date        not null,
  by_person uuid        not null,
  by_post   uuid        not null,
  at        timestamptz not null,
  ended_at  timestamptz,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, by_post) references post (city_id, id),
  check (from_on <= to_on),
  check ((chosen = 'open') = (invited is null)),
  check (chosen = 'open' or method <> '')
);
create index survey_by_place on survey (city_id, org_path, id);

-- 公开审查: the questions before anybody is asked, the results before anybody reads them outside.
create table survey_release (
  city_id       int         not null,
  id            uuid        not null,
  survey_id     uuid        not null,
  what          text        not null check (what in ('questions','results')),
  reason        text        not null check (length(reason) between 1 and 500),
  by_person     uuid        not null,
  by_post       uuid        not null,
  at            timestamptz not null,
  withdrawn_at  timestamptz,
  withdrawn_by  uuid,
  withdrawn_for text,
  primary key (city_id, id),
  foreign key (city_id, survey_id) references survey (city_id, id),
  foreign key (city_id, by_post) references post (city_id, id)
);
create unique index survey_release_active on survey_release (city_id, survey_id, what) where withdrawn_at is null;

-- 邀请码: used or not, never by which answer.
create table survey_invite (
  city_id   int     not null,
  survey_id uuid    not null,
  code_hash text    collate "C" not null,
  used      boolean not null default false,
  primary key (city_id, survey_id, code_hash),
  foreign key (city_id, survey_id) references survey (city_id, id)
);

-- 答卷: under a random id, so that not even the order of arrival is kept.
create table survey_answer (
  city_id   int     not null,
  id        uuid    not null,
  survey_id uuid    not null,
  form_hash text    collate "C" not null,
  answers   jsonb   not null,
  -- From a flood without proof of work: told apart, not counted.
  held      boolean not null default false,
  primary key (city_id, id),
  unique (city_id, survey_id, form_hash),
  foreign key (city_id, survey_id) references survey (city_id, id)
);
