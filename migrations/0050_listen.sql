-- Voices of citizens: three records apart (submission as sent, case as handled, identity sealed); relay of
-- messages, links to problems, releases, limits (诉求、意见; 内容、办件、身份三分离).

-- What happened to a voice (记录), chained like the events of the ledger. A move of the reporter names nobody.
create table voice_event (
  city_id         int         not null,
  voice_id        uuid        not null,
  version         int         not null check (version >= 1),
  earlier_version int         generated always as (nullif(version - 1, 0)) stored,
  state           text        not null,
  at              timestamptz not null,
  kind            text        not null,
  by_side         text        not null check (by_side in ('reporter','office','house')),
  person_id       uuid,
  post_id         uuid,
  unit_id         uuid,
  payload         jsonb       not null,
  primary key (city_id, voice_id, version),
  unique (city_id, voice_id, version, state),
  foreign key (city_id, voice_id, earlier_version) references voice_event (city_id, voice_id, version),
  check (by_side <> 'reporter' or (person_id is null and post_id is null and unit_id is null))
);
create index voice_event_by_time on voice_event (city_id, at);

-- The case: what officers work on. Its id is random, not ordered by time, and it knows a day, not a moment:
-- neither may help to find out who was where when it came in. No column says anything of the reporter.
create table voice (
  city_id       int         not null references city (city_id),
  id            uuid        not null,
  version       int         not null,
  no            text        not null check (length(no) between 4 and 20),
  kind          text        not null check (kind in ('request','opinion','complaint')),
  channel       text        not null check (channel in ('web','box','hotline','visit','letter','enterprise','sheet','email','open311','api','survey')),
  state         text        not null check (state in ('received','held','registered','routed','linked','handling','answered','reviewing','rated','ended','dismissed')),
  title         text        not null check (length(title) between 1 and 200),
  subject       text        not null default '',
  place         text        not null default '',
  place_unit    uuid,
  org_path      text        collate "C" not null,
  first_unit    uuid,
  owner_unit    uuid,
  owner_path    text        collate "C",
  pending_unit  uuid,
  pending_path  text        collate "C",
  ping_pong     int         not null default 0,
  arbitrated    boolean     not null default false,
  review        int         not null default 0 check (review between 0 and 2),
  reopened      int         not null default 0,
  held_for      text        check (held_for in ('flood','words','repeat','office')),
  outcome       text        check (outcome in ('upheld','partly_upheld','explained','not_upheld')),
  adoption      text        check (adoption in ('adopted','partly','kept','not_adopted')),
  withdrawn     boolean     not null default false,
  asked         boolean     not null default false,
  due_on        date,
  received_on   date        not null,
  answered_on   date,
  ended_on      date,
  updated_at    timestamptz not null,
  primary key (city_id, id),
  unique (city_id, no),
  foreign key (city_id, place_unit) references unit (city_id, id),
  foreign key (city_id, owner_unit) references unit (city_id, id),
  foreign key (city_id, pending_unit) references unit (city_id, id),
  foreign key (city_id, id, version, state) references voice_event (city_id, voice_id, version, state) deferrable initially deferred,
  check (state <> 'routed' or pending_unit is not null),
  check (state not in ('registered','routed','linked','handling') or owner_unit is not null),
  check (state not in ('answered') or answered_on is not null),
  check (adoption is null or kind = 'opinion')
) with (fillfactor = 80);
create index voice_by_place on voice (city_id, org_path, received_on desc, id);
create index voice_by_owner on voice (city_id, owner_path, received_on desc, id);
create index voice_by_pending on voice (city_id, pending_path) where pending_path is not null;
create index voice_by_day on voice (city_id, received_on desc, id);

-- The summary that is handled and sent on; numbers by which somebody is known are masked in it.
create table voice_text (
  city_id  int  not null,
  voice_id uuid not null,
  summary  text not null check (length(summary) <= 10000),
  primary key (city_id, voice_id),
  foreign key (city_id, voice_id) references voice (city_id, id)
);

create table voice_search (
  city_id  int      not null,
  voice_id uuid     not null,
  tsv      tsvector not null,
  primary key (city_id, voice_id),
  foreign key (city_id, voice_id) references voice (city_id, id)
);
create index voice_search_words on voice_search using gin (tsv);

-- The words as they were sent (原文). Officers read them only by a move with a reason, which is recorded.
-- `code_hash` opens the reporter's side; the code itself is nowhere.
create table submission (
  city_id   int         not null,
  id        uuid        not null,
  voice_id  uuid        not null,
  code_hash text        collate "C" not null check (length(code_hash) = 64),
  words     text        not null,
  place     text        not null default '',
  lang      text        not null check (lang in ('zh','en')),
  source_key text,
  cleared_at timestamptz,
  primary key (city_id, id),
  unique (city_id, voice_id),
  unique (city_id, code_hash),
  foreign key (city_id, voice_id) references voice (city_id, id)
);
-- What a door other than the form brings in is told apart by its own key: a second time changes nothing.
create unique index submission_by_source on submission (city_id, source_key) where source_key is not null;

-- Photos, drawn anew before they are kept. Until the form comes they belong to its nonce alone.
create table voice_photo (
  city_id    int         not null,
  id         uuid        not null,
  form_hash  text        collate "C" not null,
  voice_id   uuid,
  sha256     text        not null check (length(sha256) = 64),
  media_type text        not null,
  bytes      bigint      not null check (bytes > 0),
  came_on    date        not null,
  primary key (city_id, id),
  foreign key (city_id, voice_id) references voice (city_id, id)
);
create index voice_photo_by_voice on voice_photo (city_id, voice_id);
create index voice_photo_by_form on voice_photo (city_id, form_hash);
create index voice_photo_by_hash on voice_photo (city_id, sha256);

-- The parts of the tree that a complaint about conduct is kept from (回避).
create table voice_excluded (
  city_id  int  not null,
  voice_id uuid not null,
  org_path text collate "C" not null,
  scope    text not null check (scope in ('unit','subtree','below')),
  primary key (city_id, voice_id, org_path, scope),
  foreign key (city_id, voice_id) references voice (city_id, id)
);

-- What office and reporter say to each other through the house (转达), answers among it.
create table voice_message (
  city_id  int         not null,
  id       uuid        not null,
  voice_id uuid        not null,
  seq      int         not null,
  kind     text        not null check (kind in ('question','reply','fact','answer','reopening','review')),
  body     text        not null check (length(body) <= 10000),
  unit_id  uuid,
  said_on  date        not null,
  outcome  text,
  facts    text        not null default '',
  basis    text        not null default '',
  reasons  text        not null default '',
  primary key (city_id, id),
  unique (city_id, voice_id, seq),
  foreign key (city_id, voice_id) references voice (city_id, id),
  check (kind not in ('reply','fact','reopening','review') or unit_id is null)
);

-- 评价: each answer is rated once.
create table voice_rating (
  city_id   int     not null,
  id        uuid    not null,
  voice_id  uuid    not null,
  round     int     not null,
  contacted boolean not null,
  solved    boolean not null,
  level     int     not null check (level between 1 and 5),
  note      text    not null default '',
  rated_on  date    not null,
  primary key (city_id, id),
  unique (city_id, voice_id, round),
  foreign key (city_id, voice_id) references voice (city_id, id)
);

-- A voice and a problem it speaks of: links, each revocable, never a merge (并入问题). `score` and `rule` are
-- the still's where it suggested the link.
create table voice_link (
  city_id   int         not null,
  id        uuid        not null,
  voice_id  uuid        not null,
  entry_id  uuid        not null,
  score     float8,
  rule      text        not null default 'officer',
  linked_at timestamptz not null,
  linked_by uuid        not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (city_id, id),
  foreign key (city_id, voice_id) references voice (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id)
);
create unique index voice_link_active on voice_link (city_id, voice_id, entry_id) where undone_at is null;
create index voice_link_of_entry on voice_link (city_id, entry_id) where undone_at is null;

-- 公开审查: what the public sees of a problem, as a named post has passed it. The newest that is not withdrawn holds.
create table public_release (
  city_id      int         not null,
  id           uuid        not null,
  entry_id     uuid        not null,
  title        text        not null check (length(title) between 1 and 200),
  words        text        not null check (length(words) between 1 and 4000),
  reason       text        not null check (length(reason) between 1 and 500),
  by_person    uuid        not null,
  by_post      uuid        not null,
  at           timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_for text,
  primary key (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, by_post) references post (city_id, id)
);
create unique index public_release_active on public_release (city_id, entry_id) where withdrawn_at is null;

-- 我也遇到: counted, not known. One row a form; never added to the voices.
create table me_too (
  city_id   int  not null,
  form_hash text collate "C" not null,
  entry_id  uuid not null,
  on_day    date not null,
  primary key (city_id, form_hash),
  foreign key (city_id, entry_id) references entry (city_id, id)
);
create index me_too_of_entry on me_too (city_id, entry_id);

-- Tries at the citizens' doors, counted under keyed hashes whose key changes every day: no address is kept.
create table door_try (
  city_id int         not null,
  key     text        collate "C" not null,
  since   timestamptz not null,
  n       int         not null,
  primary key (city_id, key, since)
);
create index door_try_old on door_try (city_id, since);

-- Watched words (敏感词) as data; a word is ended, not deleted.
create table watch_word (
  city_id  int         not null,
  word     text        not null check (length(word) between 1 and 40),
  class    text        not null check (class in ('hold','accusation','danger')),
  set_by   uuid        not null,
  set_at   timestamptz not null,
  ended_at timestamptz,
  primary key (city_id, word)
);

-- The sealed vault (身份库). Only src/modules/listen/vault speaks to it. Row security is a seat-belt: a session
-- that has not said so sees nothing, even as owner.
create schema vault;

-- One data key an identity, wrapped by a key that is not in the database. To delete is to destroy the data key.
create table vault.identity (
  city_id      int         not null,
  id           uuid        not null,
  voice_id     uuid        not null,
  key_id       text        not null,
  wrapped_key  text,
  sealed       text        not null,
  kept_on      date        not null,
  destroyed_at timestamptz,
  primary key (city_id, id),
  unique (city_id, voice_id),
  check ((wrapped_key is null) = (destroyed_at is not null))
);

-- 拆封: asked by one, approved by another person of another unit, good for a day.
create table vault.unsealing (
  city_id       int         not null,
  id            uuid        not null,
  voice_id      uuid        not null,
  reason        text        not null check (length(reason) between 1 and 1000),
  asked_person  uuid        not null,
  asked_unit    uuid        not null,
  asked_at      timestamptz not null,
  other_person  uuid,
  other_unit    uuid,
  approved_at   timestamptz,
  ends_at       timestamptz,
  primary key (city_id, id),
  check ((other_person is null) = (approved_at is null) and (approved_at is null) = (ends_at is null)),
  check (other_person is null or (other_person <> asked_person and other_unit <> asked_unit))
);

alter table vault.identity enable row level security;
alter table vault.identity force row level security;
create policy opened on vault.identity using (current_setting('luoshi.vault', true) = 'open');
alter table vault.unsealing enable row level security;
alter table vault.unsealing force row level security;
create policy opened on vault.unsealing using (current_setting('luoshi.vault', true) = 'open');
