-- Documents read into tasks and targets (文件识读). A document stands where its unit stands: the place is
-- read from `unit`, since documents are few and a copied path could drift when a unit moves.

-- What was read (文件). Its events are those of the subject `id`; each names the candidates and passages
-- it changed, with what they were before, so that an act can be undone and nothing is lost.
create table document (
  city_id      int         not null references city (city_id),
  id           uuid        not null,
  version      int         not null,
  state        text        not null check (state in ('reading','open','failed','superseded')),
  unit_id      uuid        not null,
  campaign_id  uuid,
  title        text        not null check (length(title) between 1 and 200),
  organ        text        not null default '' check (length(organ) <= 100),
  no           text        not null default '' check (length(no) <= 100),
  written_on   date,
  name         text        not null check (length(name) between 1 and 200),
  media_type   text        not null,
  bytes        bigint      not null check (bytes > 0),
  file_sha256  text        not null check (length(file_sha256) = 64),
  -- Of the raw text: the same words in another file are the same document.
  text_sha256  text        not null check (length(text_sha256) = 64),
  characters   int         not null,
  revision_of  uuid,
  job_id       uuid,
  fault        text,
  by_person    uuid        not null,
  by_post      uuid        not null,
  uploaded_at  timestamptz not null,
  updated_at   timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  foreign key (city_id, revision_of) references document (city_id, id),
  foreign key (city_id, id, version, state) references event (city_id, subject_id, subject_version, state) deferrable initially deferred,
  check ((state = 'failed') = (fault is not null)),
  check (revision_of <> id)
);
create unique index document_words on document (city_id, unit_id, text_sha256) where fault is null;
-- A version is replaced by one newer version at most.
create unique index document_revision on document (city_id, revision_of) where fault is null and revision_of is not null;
create index document_by_unit on document (city_id, unit_id, id);
create index document_by_file on document (city_id, file_sha256);

-- The text as drawn out of the file, as normalised for the rules, and the way back: `offsets` holds runs of
-- four 32-bit numbers (from unit, raw start, raw end, step), see domain/document/offset-map.ts.
create table document_text (
  city_id     int   not null,
  document_id uuid  not null,
  raw         text  not null,
  normal      text  not null default '',
  offsets     bytea not null default '',
  outline     jsonb not null default '[]',
  repairs     jsonb not null default '[]',
  primary key (city_id, document_id),
  foreign key (city_id, document_id) references document (city_id, id)
);

-- Sentences (原文段). What a sentence has become follows from its candidates; only 铺垫 is said here.
create table passage (
  city_id     int  not null,
  document_id uuid not null,
  seq         int  not null,
  start_at    int  not null,
  end_at      int  not null,
  part        text not null check (part in ('front','review','plan','annex')),
  paragraph   int  not null,
  section     text not null,
  subsection  text not null,
  heading     text not null,
  proposed    text check (proposed in ('task','framing')),
  reason      text,
  -- Against the version before.
  change      text check (change in ('same','reworded','added')),
  earlier_seq int,
  framing_at  timestamptz,
  framing_by  uuid,
  -- The version of the document whose event changed this row last.
  changed_in  int  not null,
  primary key (city_id, document_id, seq),
  foreign key (city_id, document_id) references document (city_id, id),
  foreign key (city_id, document_id, changed_in) references event (city_id, subject_id, subject_version),
  check ((proposed is not null) = (part = 'plan')),
  check ((framing_at is null) = (framing_by is null)),
  check (end_at > start_at)
);

-- Proposed tasks, targets and figures (抽取候选). `proposal` is what was read and never changes; `edits`
-- is what a person put over it.
create table candidate (
  city_id     int         not null,
  id          uuid        not null,
  document_id uuid        not null,
  version     int         not null check (version >= 1),
  kind        text        not null check (kind in ('task','target','figure')),
  state       text        not null check (state in ('proposed','accepted','edited','rejected','merged','split')),
  passage     int         not null,
  start_at    int         not null,
  end_at      int         not null,
  quote_start int         not null,
  quote_end   int         not null,
  quote       text        not null,
  proposal    jsonb       not null,
  edits       jsonb       not null default '{}',
  doubts      text[]      not null default '{}',
  proposed_by text        not null check (proposed_by in ('rules','model','person')),
  lead_unit   uuid,
  co_units    uuid[]      not null default '{}',
  merged_into uuid,
  split_from  uuid,
  -- The same candidate in the version before.
  earlier     uuid,
  entry_id    uuid,
  target_id   uuid,
  decided_at  timestamptz,
  decided_by  uuid,
  changed_in  int         not null,
  primary key (city_id, id),
  unique (city_id, document_id, entry_id),
  foreign key (city_id, document_id, passage) references passage (city_id, document_id, seq),
  foreign key (city_id, document_id, changed_in) references event (city_id, subject_id, subject_version),
  foreign key (city_id, lead_unit) references unit (city_id, id),
  foreign key (city_id, merged_into) references candidate (city_id, id),
  foreign key (city_id, split_from) references candidate (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  check (end_at > start_at),
  check (quote_start <= start_at and quote_end >= end_at),
  check ((state = 'merged') = (merged_into is not null)),
  check ((state = 'proposed') = (decided_at is null)),
  check (entry_id is null or kind = 'task')
);
create index candidate_by_place on candidate (city_id, document_id, passage, start_at, id);
create index candidate_by_entry on candidate (city_id, entry_id) where entry_id is not null;

-- Duty lists of units (权责清单). A duty that a newer list no longer names is ended, not removed.
create table duty (
  city_id   int         not null,
  id        uuid        not null,
  unit_id   uuid        not null,
  no        text        not null default '' check (length(no) <= 60),
  text      text        not null check (length(text) between 1 and 2000),
  -- Digest of the folded text: the same duty in the next list is the same row.
  key       text        not null,
  since     date        not null,
  ended_on  date,
  by_person uuid        not null,
  at        timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create unique index duty_standing on duty (city_id, unit_id, key) where ended_on is null;
