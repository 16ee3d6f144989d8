-- Jobs, idempotency keys, webhooks, stored mappings, saved views (作业、幂等、推送).

create table job (
  city_id  int         not null,
  id       uuid        not null,
  kind     text        not null,
  args     jsonb       not null,
  run_at   timestamptz not null,
  tries    int         not null default 0,
  done     int         not null default 0,
  total    int,
  result   jsonb,
  error    text,
  by_person uuid,
  by_account uuid,
  created_at  timestamptz not null,
  finished_at timestamptz,
  cancelled_at timestamptz,
  primary key (city_id, id)
);
create index job_due on job (city_id, run_at) where finished_at is null and tries < 8;
create index job_by_account on job (city_id, by_account, id);

-- A write's answer under the caller's key, in the write's own transaction, kept 7 days.
create table idempotency (
  city_id      int         not null,
  account_id   uuid        not null,
  key          text        collate "C" not null check (length(key) between 1 and 255),
  request_hash text        not null,
  status       int,
  body         jsonb,
  at           timestamptz not null,
  primary key (city_id, account_id, key)
);
create index idempotency_old on idempotency (city_id, at);

create table webhook (
  city_id    int         not null,
  id         uuid        not null,
  url        text        not null,
  secret     text        not null,
  kinds      text[]      not null,
  unit_id    uuid        not null,
  by_account uuid        not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  primary key (city_id, id)
);

-- A confirmed header mapping, remembered by unit and header fingerprint.
create table sheet_mapping (
  city_id     int         not null,
  unit_id     uuid        not null,
  fingerprint text        not null,
  mapping     jsonb       not null,
  at          timestamptz not null,
  primary key (city_id, unit_id, fingerprint)
);

-- One brought-in sheet: the same file twice changes nothing (导入批次).
create table import_batch (
  city_id     int         not null,
  id          uuid        not null,
  kind        text        not null,
  unit_id     uuid        not null,
  campaign_id uuid,
  file_sha256 text        not null,
  sheet       text        not null,
  name        text        not null,
  state       text        not null check (state in ('uploaded','previewed','running','done','failed')),
  mapping     jsonb,
  summary     jsonb,
  by_account  uuid        not null,
  by_person   uuid        not null,
  by_post     uuid,
  job_id      uuid,
  at          timestamptz not null,
  primary key (city_id, id)
);
create index import_batch_by_account on import_batch (city_id, by_account, id);

-- Where a drafted entry came from: file, sheet, row; makes a second import a no-op.
create table import_row (
  city_id    int  not null,
  unit_id    uuid not null,
  source_key text not null,
  batch_id   uuid not null,
  row_no     int  not null,
  entry_id   uuid not null,
  raw        jsonb not null,
  primary key (city_id, unit_id, source_key)
);
create index import_row_by_entry on import_row (city_id, entry_id);

create table saved_view (
  city_id    int         not null,
  id         uuid        not null,
  account_id uuid        not null,
  name       text        not null check (length(name) between 1 and 40),
  query      jsonb       not null,
  at         timestamptz not null,
  primary key (city_id, id)
);
create index saved_view_by_account on saved_view (city_id, account_id);
