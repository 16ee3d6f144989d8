-- More doors of the citizens' side: collection campaigns with their code, visit notes, keys of other systems.

-- 征集: a topic, a window, a place to answer for it. Taking part is voluntary; nobody is counted by name or unit.
create table collection (
  city_id   int         not null references city (city_id),
  id        uuid        not null,
  code      text        collate "C" not null check (code ~ '^[2-9A-Z]{8}$'),
  topic     text        not null check (length(topic) between 1 and 80),
  words     text        not null default '' check (length(words) <= 1000),
  unit_id   uuid        not null,
  org_path  text        collate "C" not null,
  subject   text        not null default '',
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
  check (from_on <= to_on)
);
create index collection_by_place on collection (city_id, org_path, id);

-- Under which campaign it was said; a complaint about conduct is under none.
alter table voice add column collection_id uuid;
alter table voice add foreign key (city_id, collection_id) references collection (city_id, id);
alter table voice add check (collection_id is null or kind <> 'complaint');
create index voice_by_collection on voice (city_id, collection_id) where collection_id is not null;

-- 走访记录 (入企进村): what was raised and what came of it on the spot. No track, no photo, no count of visits.
create table visit_note (
  city_id   int         not null,
  id        uuid        not null,
  form_key  text        collate "C" not null check (length(form_key) between 8 and 64),
  kind      text        not null check (kind in ('enterprise','village','household')),
  visited_on date       not null,
  unit_id   uuid        not null,
  place_unit uuid       not null,
  org_path  text        collate "C" not null,
  place     text        not null default '' check (length(place) <= 200),
  raised    text        not null check (length(raised) between 1 and 4000),
  help      text        not null default '' check (length(help) <= 2000),
  outcome   text        not null check (outcome in ('settled','voice','problem')),
  settled   text        not null default '' check (length(settled) <= 2000),
  voice_id  uuid,
  entry_id  uuid,
  by_person uuid        not null,
  by_post   uuid        not null,
  at        timestamptz not null,
  primary key (city_id, id),
  unique (city_id, by_person, form_key),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, place_unit) references unit (city_id, id),
  foreign key (city_id, by_post) references post (city_id, id),
  foreign key (city_id, voice_id) references voice (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  check ((outcome = 'voice') = (voice_id is not null)),
  check ((outcome = 'problem') = (entry_id is not null)),
  check (outcome <> 'settled' or settled <> '')
);
create index visit_note_by_place on visit_note (city_id, org_path, id);

-- 接口密钥: another system's signed door. The secret is sealed under the installation's key.
create table door_key (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  name       text        not null check (length(name) between 1 and 80),
  unit_id    uuid        not null,
  secret     text        not null,
  by_account uuid        not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
