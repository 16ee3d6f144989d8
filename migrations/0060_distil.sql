-- What is alike (炼): where the still put each problem or voice, links that explain themselves and can be undone for ever, the queue a person judges, root causes, learnt categories.

-- Where a subject stands: its matter here (同一问题) and the like of it anywhere (同类). Always the components of
-- the links in force; kept so that lists need not compute them.
create table alike_subject (
  city_id     int  not null references city (city_id),
  subject_id  uuid not null,
  kind        text not null check (kind in ('entry','voice')),
  campaign_id uuid,
  instance_id uuid not null,
  family_id   uuid not null,
  primary key (city_id, subject_id)
);
create index alike_subject_instance on alike_subject (city_id, instance_id);
create index alike_subject_family on alike_subject (city_id, family_id);

-- What a person decided about the queue or a link; undone, it stays on record.
create table alike_decision (
  city_id   int         not null,
  id        uuid        not null,
  item_id   uuid,
  kind      text        not null check (kind in ('accept','split','apart','unlink')),
  reason    text        not null default '',
  by_person uuid        not null,
  by_post   uuid,
  by_unit   uuid,
  at        timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (city_id, id),
  check ((undone_at is null) = (undone_by is null))
);
create index alike_decision_by_item on alike_decision (city_id, item_id, id);

-- A link between two subjects (关联): why it was drawn and by whom. It never changes the row of either.
create table alike_edge (
  city_id     int         not null,
  id          uuid        not null,
  a_id        uuid        not null,
  b_id        uuid        not null,
  a_kind      text        not null check (a_kind in ('entry','voice')),
  b_kind      text        not null check (b_kind in ('entry','voice')),
  score       float8      not null check (score between 0 and 1),
  rule        text        not null,
  actor       text        not null check (actor in ('auto','person')),
  decision_id uuid,
  linked_at   timestamptz not null,
  undone_at   timestamptz,
  undone_by_decision uuid,
  primary key (city_id, id),
  foreign key (city_id, decision_id) references alike_decision (city_id, id),
  foreign key (city_id, undone_by_decision) references alike_decision (city_id, id),
  check (a_id < b_id),
  check (actor = 'auto' or decision_id is not null),
  check ((undone_at is null) = (undone_by_decision is null))
);
create unique index alike_edge_active on alike_edge (city_id, a_id, b_id) where undone_at is null;
create index alike_edge_b on alike_edge (city_id, b_id) where undone_at is null;
create index alike_edge_decision on alike_edge (city_id, decision_id) where decision_id is not null;
create index alike_edge_undone on alike_edge (city_id, undone_by_decision) where undone_at is not null;

-- Two subjects that a person has set apart (不是重复): the still never links them again, by no detour.
create table alike_apart (
  city_id     int         not null,
  id          uuid        not null,
  a_id        uuid        not null,
  b_id        uuid        not null,
  decision_id uuid        not null,
  at          timestamptz not null,
  undone_at   timestamptz,
  primary key (city_id, id),
  foreign key (city_id, decision_id) references alike_decision (city_id, id),
  check (a_id < b_id)
);
create unique index alike_apart_active on alike_apart (city_id, a_id, b_id) where undone_at is null;
create index alike_apart_decision on alike_apart (city_id, decision_id);

-- 归并队列: `suggested` waits for a judgement, `linked` was linked by the rules and waits to be confirmed.
create table alike_item (
  city_id     int         not null,
  id          uuid        not null,
  campaign_id uuid,
  kind        text        not null check (kind in ('suggested','linked')),
  main_id     uuid        not null,
  main_kind   text        not null check (main_kind in ('entry','voice')),
  score       float8      not null,
  rule        text        not null,
  state       text        not null check (state in ('open','accepted','apart')),
  at          timestamptz not null,
  decided_at  timestamptz,
  primary key (city_id, id),
  check ((state = 'open') = (decided_at is null))
);
create unique index alike_item_open on alike_item (city_id, kind, main_id) where state = 'open';
create index alike_item_queue on alike_item (city_id, state, score desc, id);
create index alike_item_main on alike_item (city_id, main_id);

create table alike_item_member (
  city_id    int  not null,
  item_id    uuid not null,
  subject_id uuid not null,
  kind       text not null check (kind in ('entry','voice')),
  score      float8 not null,
  rule       text not null,
  decision   text check (decision in ('linked','apart')),
  decided_by uuid,
  primary key (city_id, item_id, subject_id),
  foreign key (city_id, decided_by) references alike_decision (city_id, id),
  check ((decision is null) = (decided_by is null)),
  foreign key (city_id, item_id) references alike_item (city_id, id)
);
create index alike_item_member_subject on alike_item_member (city_id, subject_id);

-- Entries merged on the ledger by a decision, so that undoing it takes the merge back too.
create table alike_merge (
  city_id     int  not null,
  decision_id uuid not null,
  entry_id    uuid not null,
  primary key (city_id, decision_id, entry_id),
  foreign key (city_id, decision_id) references alike_decision (city_id, id),
  foreign key (city_id, entry_id) references entry (city_id, id)
);

-- Many problems, one cause (根源问题): the parent is a problem itself.
create table root_cause (
  city_id   int         not null,
  id        uuid        not null,
  parent_id uuid        not null,
  child_id  uuid        not null,
  linked_at timestamptz not null,
  linked_by uuid        not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (city_id, id),
  foreign key (city_id, parent_id) references entry (city_id, id),
  foreign key (city_id, child_id) references entry (city_id, id),
  check (parent_id <> child_id)
);
create unique index root_cause_active on root_cause (city_id, child_id) where undone_at is null;
create index root_cause_parent on root_cause (city_id, parent_id) where undone_at is null;

-- What was learnt from confirmed rows of one taxonomy (分类模型), as gzipped JSON in base64; the newest serves.
create table category_model (
  city_id      int         not null,
  id           uuid        not null,
  taxonomy     text        not null,
  rows         int         not null,
  macro_f1     float8      not null,
  auto_margin  float8,
  model        text        not null,
  trained_at   timestamptz not null,
  primary key (city_id, id)
);
create index category_model_newest on category_model (city_id, taxonomy, id desc);
