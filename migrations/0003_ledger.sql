-- The ledger: entries, parties, measures, requests, checks, evidence, events, counters, search (台账).

-- What happened (记录). Written in the transaction of the change and never touched again: each event is
-- held by the next one, and the last by its entry, so that none can be deleted.
create table event (
  city_id         int         not null,
  subject_id      uuid        not null,
  subject_version int         not null check (subject_version >= 1),
  earlier_version int         generated always as (nullif(subject_version - 1, 0)) stored,
  state           text        not null,
  id              uuid        not null,
  at              timestamptz not null,
  kind            text        not null,
  person_id       uuid,
  post_id         uuid,
  unit_id         uuid,
  acting          boolean     not null default false,
  payload         jsonb       not null,
  primary key (city_id, subject_id, subject_version),
  unique (city_id, subject_id, subject_version, state),
  foreign key (city_id, subject_id, earlier_version) references event (city_id, subject_id, subject_version)
);
create index event_by_time on event (city_id, id);

-- One commitment: a problem or a task. The hot row is narrow; words live in entry_text.
create table entry (
  city_id           int         not null references city (city_id),
  id                uuid        not null,
  version           int         not null,
  kind              text        not null check (kind in ('problem','task')),
  no                text        not null check (length(no) between 1 and 40),
  campaign_id       uuid        not null,
  title             text        not null check (length(title) between 1 and 200),
  state             text        not null,
  episode           int         not null default 1 check (episode >= 1),
  level             text        not null check (level in ('city','county','unit','branch')),
  is_key            boolean     not null default false,
  category          text        not null default '',
  source            text        not null check (source in ('document','meeting','instruction','inspection','audit','supervision','motion','hotline','petition','visit','self_check','benchmark','media','covert_visit')),
  source_no         text,
  found_by          text        check (found_by in ('discussion','comparison','grassroots','public')),
  origin_unit       uuid        not null,
  origin_path       text        collate "C" not null,
  lead_unit         uuid,
  org_path          text        collate "C" not null,
  deadline_kind     text        not null default 'none' check (deadline_kind in ('none','date','at_once','long_term')),
  deadline          date,
  original_deadline date,
  -- The deadline as lists sort it; without one, the end of days.
  due_sort          date        not null default '9999-12-31',
  review_on         date,
  progress          int         check (progress between 0 and 100),
  delivered_at      timestamptz,
  closed_at         timestamptz,
  assurance         text        check (assurance in ('superior','independent','sampled')),
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  primary key (city_id, id),
  unique (city_id, no),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  foreign key (city_id, origin_unit) references unit (city_id, id),
  foreign key (city_id, lead_unit) references unit (city_id, id),
  -- A version, or a state, without its event cannot be committed: nothing on the ledger changes unrecorded.
  foreign key (city_id, id, version, state) references event (city_id, subject_id, subject_version, state) deferrable initially deferred,
  check (kind <> 'problem' or state in ('raised','screened','listed','not_listed','assigned','accepted','underway','blocked','delivered','closed','cancelled')),
  check (kind <> 'task' or state in ('draft','underway','blocked','delivered','accepted_done','cancelled','superseded')),
  check ((state in ('closed','accepted_done')) = (closed_at is not null)),
  check ((state in ('closed','accepted_done')) = (assurance is not null)),
  check (state not in ('delivered','closed','accepted_done') or delivered_at is not null),
  check (state not in ('assigned','accepted','underway','blocked','delivered','closed','accepted_done') or (lead_unit is not null and deadline_kind <> 'none')),
  check ((deadline_kind = 'date') <= (deadline is not null))
) with (fillfactor = 80);
-- No index holds `state`: a move then stays on its page (HOT).
create index entry_by_place_due on entry (city_id, org_path, due_sort, id);
create index entry_by_due on entry (city_id, due_sort, id);
-- What is still open is a fifth of all; `closed_at` changes only when an entry is closed or reopened.
create index entry_open_by_due on entry (city_id, due_sort, id) where closed_at is null;
-- Tasks are few among problems, and a kind never changes.
create index entry_task_by_due on entry (city_id, due_sort, id) where kind = 'task';
create index entry_by_lead on entry (city_id, lead_unit, due_sort, id);
create index entry_by_category on entry (city_id, category, id);
create index entry_by_origin on entry (city_id, origin_path);

create table entry_text (
  city_id  int  not null,
  entry_id uuid not null,
  detail   text not null default '',
  cause    text not null default '',
  remark   text not null default '',
  quote    text not null default '',
  primary key (city_id, entry_id),
  foreign key (city_id, entry_id) references entry (city_id, id)
);

create table entry_facet (
  city_id     int  not null,
  entry_id    uuid not null,
  taxonomy_id uuid not null,
  code        text not null,
  primary key (city_id, entry_id, taxonomy_id, code),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, taxonomy_id, code) references facet (city_id, taxonomy_id, code)
);
create index entry_facet_by_code on entry_facet (city_id, taxonomy_id, code, entry_id);

-- Character bigrams of number, title and detail (检索词).
create table entry_search (
  city_id  int      not null,
  entry_id uuid     not null,
  tsv      tsvector not null,
  primary key (city_id, entry_id),
  foreign key (city_id, entry_id) references entry (city_id, id)
);
create index entry_search_words on entry_search using gin (tsv);

-- Which unit has which part in an episode. One row a unit: a doer cannot be recorded as the checker.
create table party (
  city_id     int         not null,
  entry_id    uuid        not null,
  episode     int         not null,
  unit_id     uuid        not null,
  role        text        not null check (role in ('lead','co','checker')),
  org_path    text        collate "C" not null,
  progress    int         check (progress between 0 and 100),
  note        text,
  reported_at timestamptz,
  primary key (city_id, entry_id, episode, unit_id),
  unique (city_id, entry_id, episode, unit_id, role),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create unique index party_one_lead on party (city_id, entry_id, episode) where role = 'lead';
create index party_by_place on party (city_id, role, org_path, entry_id);
create index party_by_unit on party (city_id, unit_id, entry_id);

-- The like for persons.
create table party_person (
  city_id   int  not null,
  entry_id  uuid not null,
  episode   int  not null,
  person_id uuid not null,
  role      text not null check (role in ('doer','checker')),
  primary key (city_id, entry_id, episode, person_id),
  unique (city_id, entry_id, episode, person_id, role),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id)
);

-- Measures (措施) and the dated milestones of a long-term entry (节点).
create table measure (
  city_id  int         not null,
  id       uuid        not null,
  entry_id uuid        not null,
  kind     text        not null check (kind in ('measure','milestone')),
  seq      int         not null,
  text     text        not null check (length(text) between 1 and 2000),
  due_on   date,
  done_at  timestamptz,
  dropped_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  check (kind <> 'milestone' or due_on is not null)
);
create index measure_by_entry on measure (city_id, entry_id, seq);

-- Approvals are a side object, never a state (审批事项). At most one is open on an entry.
create table request (
  city_id       int         not null,
  id            uuid        not null,
  entry_id      uuid        not null,
  episode       int         not null,
  kind          text        not null check (kind in ('extension','adjustment','cancellation','closure')),
  approver_post uuid        not null,
  ask           jsonb       not null,
  reason        text        not null check (length(reason) between 1 and 2000),
  opened_at     timestamptz not null,
  opened_person uuid        not null,
  opened_post   uuid        not null,
  decision      text        check (decision in ('approved','rejected','withdrawn')),
  decided_at    timestamptz,
  decided_person uuid,
  decided_post  uuid,
  note          text,
  primary key (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, approver_post) references post (city_id, id),
  check ((decision is null) = (decided_at is null))
);
create unique index request_one_open on request (city_id, entry_id) where decision is null;
create index request_by_entry on request (city_id, entry_id, opened_at);
create index request_for_post on request (city_id, approver_post, opened_at) where decision is null;

-- A check (核查). The fixed roles make the database refuse a checker who is a doer.
create table entry_check (
  city_id     int         not null,
  id          uuid        not null,
  entry_id    uuid        not null,
  episode     int         not null,
  method      text        not null check (method in ('on_site','papers','call_back','covert_visit')),
  finding     text        not null check (finding in ('confirmed','partly','not_confirmed','cannot_verify')),
  assurance   text        not null check (assurance in ('superior','independent','sampled')),
  by_unit     uuid        not null,
  unit_role   text        not null default 'checker' check (unit_role = 'checker'),
  by_person   uuid        not null,
  person_role text        not null default 'checker' check (person_role = 'checker'),
  by_post     uuid        not null,
  note        text        not null default '',
  checked_at  timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, entry_id, episode, by_unit, unit_role) references party (city_id, entry_id, episode, unit_id, role),
  foreign key (city_id, entry_id, episode, by_person, person_role) references party_person (city_id, entry_id, episode, person_id, role)
);
create index entry_check_by_entry on entry_check (city_id, entry_id, checked_at);

-- Evidence (佐证): content-addressed; the bytes lie in the file store under their SHA-256.
create table evidence (
  city_id    int         not null,
  id         uuid        not null,
  entry_id   uuid        not null,
  episode    int         not null,
  purpose    text        not null check (purpose in ('progress','delivery','check','other')),
  sha256     text        not null check (length(sha256) = 64),
  name       text        not null check (length(name) between 1 and 200),
  media_type text        not null,
  bytes      bigint      not null check (bytes > 0),
  by_person  uuid        not null,
  by_unit    uuid        not null,
  at         timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id)
);
create index evidence_by_entry on evidence (city_id, entry_id, at);
create index evidence_by_hash on evidence (city_id, sha256);

-- Merge = revocable links; a merged entry's own state is untouched (并案).
create table merge_link (
  city_id     int         not null,
  id          uuid        not null,
  entry_id    uuid        not null,
  survivor_id uuid        not null,
  reason      text        not null,
  linked_at   timestamptz not null,
  linked_by   uuid        not null,
  undone_at   timestamptz,
  undone_by   uuid,
  primary key (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id),
  foreign key (city_id, survivor_id) references entry (city_id, id),
  check (entry_id <> survivor_id)
);
create unique index merge_link_active on merge_link (city_id, entry_id) where undone_at is null;
create index merge_link_survivor on merge_link (city_id, survivor_id) where undone_at is null;

-- Next number of a series (编号). Numbers are taken in short transactions of their own; gaps are allowed.
create table numbering (
  city_id int  not null,
  series  text not null,
  next    int  not null,
  primary key (city_id, series)
);

-- Counts by unit and everything below it: exact = rollup + deltas not yet folded.
create table rollup (
  city_id     int  not null,
  unit_no     int  not null,
  campaign_id uuid not null,
  kind        text not null,
  category    text not null,
  state       text not null,
  n           int  not null,
  primary key (city_id, unit_no, campaign_id, kind, category, state)
) with (fillfactor = 80);

create table rollup_delta (
  city_id     int  not null,
  id          uuid not null,
  org_path    text collate "C" not null,
  campaign_id uuid not null,
  kind        text not null,
  category    text not null,
  state       text not null,
  n           int  not null,
  primary key (city_id, id)
);
